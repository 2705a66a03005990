import { expect, test } from 'vitest'
import type { DetectionStep } from '../../src/host/detect.ts'
import type { Detected } from '../../src/host/detect-apart.ts'
import { sharedDetection } from '../../src/host/detect-shared.ts'
import { followed } from '../../src/host/followed.ts'
import { machine } from '../server/fake-host.ts'

test('a state is waited for until there is one after the one that is known', async () => {
  const states = followed(7, 'first')
  expect(await states.after(0)).toEqual({ number: 7, value: 'first' })
  const next = states.after(7)
  states.tell('second')
  expect(await next).toEqual({ number: 8, value: 'second' })
  const last = states.after(8)
  states.end()
  // The end is no new state: whoever waits is given the last one.
  expect(await last).toEqual({ number: 8, value: 'second' })
  expect(await states.after(99)).toEqual({ number: 8, value: 'second' })
})

const picture = (name: string, ...waitingFor: string[]): DetectionStep => ({
  machine: { ...machine, name },
  waitingFor
})

/** A look whose pictures come when the test says so. */
function staged(): {
  look: (onStep: (step: DetectionStep) => void) => Promise<Detected>
  tell: (step: DetectionStep) => void
  count: () => number
} {
  let onStep: ((step: DetectionStep) => void) | null = null
  let finish: ((detected: Detected) => void) | null = null
  let looks = 0
  return {
    look: (listener) => {
      looks++
      onStep = listener
      listener(picture('at once', 'nvidia-smi'))
      return new Promise((resolve) => {
        finish = resolve
      })
    },
    tell: (step) => {
      onStep?.(step)
      if (step.waitingFor.length === 0) finish?.({ machine: step.machine, facts: null, recording: null })
    },
    count: () => looks
  }
}

test('pictures come one after the other, and two who ask follow one look', async () => {
  const { look, tell, count } = staged()
  const { step, detect, last } = sharedDetection(look, () => 0)
  const first = await step(0)
  expect(first).toMatchObject({ machine: { name: 'at once' }, waitingFor: ['nvidia-smi'] })
  const [one, two] = [step(first.number), step(first.number)]
  const whole = detect()
  expect(last()).toBeNull()
  tell(picture('whole'))
  expect(await one).toMatchObject({ machine: { name: 'whole' }, waitingFor: [] })
  expect(await two).toEqual(await one)
  expect((await whole).name).toBe('whole')
  expect(count()).toBe(1)
  expect(last()?.machine.name).toBe('whole')
})

test('0 begins anew when the last look is over and no longer fresh; numbers go on', async () => {
  const { look, tell, count } = staged()
  let time = 0
  const { step, detect } = sharedDetection(look, () => time)
  const before = await step(0)
  const whole = detect()
  tell(picture('whole'))
  await whole
  time = 5000
  const after = await step(0)
  expect(count()).toBe(2)
  expect(after.number).toBeGreaterThan(before.number)
})
