import { totalmem } from 'node:os'
import { expect, test } from 'vitest'
import type { DetectionStep } from '../../src/host/detect.ts'
import { detectApart } from '../../src/host/detect-apart.ts'
import { parseBundle } from '../../src/host/probe/bundle.ts'
import { detectRecording } from '../../src/host/detect-here.ts'

test('the first picture is there before the call returns, the last one waits for nothing', async () => {
  const steps: DetectionStep[] = []
  const whole = detectApart({ onStep: (step) => steps.push(step) })
  expect(steps).toHaveLength(1)
  const [first] = steps
  expect(first?.machine.ram.total).toMatchObject({ known: true, value: totalmem() })
  expect(first?.waitingFor).not.toEqual([])
  const { machine, facts } = await whole
  expect(steps.at(-1)).toEqual({ machine, waitingFor: [] })
  expect(steps.filter(({ waitingFor }) => waitingFor.length === 0)).toHaveLength(1)
  // In a thread of its own: there, the facts come back with the machine.
  expect(facts?.platform).toBe(machine.platform)
  expect(JSON.stringify(machine)).not.toContain('Still being read')
})

test('what a thread records is replayed as the machine it saw', async () => {
  const { machine, recording } = await detectApart({ record: { host: '', user: '', home: '' } })
  expect(parseBundle(recording ?? '').ok).toBe(true)
  const replayed = await detectRecording(recording ?? '')
  const { ram, ...rest } = machine
  expect(replayed).toMatchObject({ ok: true, value: rest })
  expect(replayed.ok && replayed.value.ram.total).toEqual(ram.total)
})
