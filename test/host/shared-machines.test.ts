import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Machine } from '../../src/core/machine/machine.ts'
import { detect } from '../../src/host/detect.ts'
import { replayProbe } from '../../src/host/probe/replay-probe.ts'
import { findDevice } from '../../src/catalog/find-device.ts'
import type { CapturedMachine } from './captured-bundle.ts'
import { capturedBundle } from './captured-bundle.ts'

/** Captures of real machines, kept beside the repository and not in it. */
const folder = join(import.meta.dirname, '../../../shared/fixtures')
const present = existsSync(join(folder, 'index.json'))
if (!present) console.warn(`skipped: no captured machines at ${folder}`)

interface Judged {
  readonly name: string
  readonly seen: string
  readonly verdict: 'right' | 'unknown' | 'wrong'
  readonly why: string
}

const captured = present
  ? Object.entries(
      (
        JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
          machines: Record<string, CapturedMachine>
        }
      ).machines
    )
  : []

const text = (machine: Machine): string =>
  machine.accelerators
    .map((one) => {
      const memory = one.total.known ? `${Math.round(one.total.value / 2 ** 20)} MiB` : '?'
      return `${one.name.known ? one.name.value : '?'} ${one.kind} ${memory}`
    })
    .join('; ')

function judge(name: string, wanted: CapturedMachine, machine: Machine): Judged {
  const problems: string[] = []
  let unknowns = 0
  // No capture of the PCI bus: what can be said is that there is something, and what to do.
  if (machine.accelerators.length === 0 && wanted.gpus.length === 1 && machine.notes.length > 0) {
    return { name, seen: machine.notes.join(' '), verdict: 'unknown', why: '' }
  }
  const expected = wanted.gpus.flatMap((gpu) => Array.from({ length: gpu.count }, () => gpu))
  if (machine.accelerators.length !== expected.length) {
    problems.push(`${machine.accelerators.length} of ${expected.length} GPUs`)
  }
  const left = [...machine.accelerators]
  for (const gpu of expected) {
    const at = left.findIndex((one) => one.vendor === gpu.vendor && one.kind === gpu.kind)
    const [one] = at < 0 ? [] : left.splice(at, 1)
    if (!one) {
      problems.push(`no ${gpu.kind} ${gpu.vendor}`)
      continue
    }
    if (gpu.kind === 'integrated') {
      if (!one.sharesHostMemory) problems.push('integrated graphics as a card')
      continue
    }
    if (!one.total.known) unknowns++
    else if (gpu.reported_mib !== undefined) {
      const mib = one.total.value / 2 ** 20
      if (Math.abs(mib - gpu.reported_mib) > 1 && one.total.confidence !== 'catalogue') {
        problems.push(`${mib} for ${gpu.reported_mib} MiB`)
      }
    } else if (gpu.nominal_vram_gib !== null) {
      const gib = one.total.value / 2 ** 30
      if (gib < 0.87 * gpu.nominal_vram_gib || gib > 1.01 * gpu.nominal_vram_gib) problems.push(`${gib} GiB`)
    }
  }
  if (wanted.system_ram_gib !== null && machine.ram.total.known) {
    const gib = machine.ram.total.value / 2 ** 30
    if (Math.abs(gib - wanted.system_ram_gib) > 0.3) problems.push(`RAM ${gib} GiB`)
  }
  return {
    name,
    seen: text(machine),
    verdict: problems.length > 0 ? 'wrong' : unknowns > 0 ? 'unknown' : 'right',
    why: problems.join(', ')
  }
}

describe.skipIf(!present)('captured machines beside the repository', () => {
  test('are seen as they are, or as unknown', async () => {
    const judged = await Promise.all(
      captured.map(async ([name, wanted]) => {
        const bundle = capturedBundle(join(folder, name), wanted)
        return judge(name, wanted, await detect(replayProbe(bundle), { findDevice }))
      })
    )
    const table = judged.map(
      (one) =>
        `${one.verdict.padEnd(8)}${one.name.padEnd(40)}${one.seen || '-'}${one.why && `   [${one.why}]`}`
    )
    const count = (verdict: Judged['verdict']): number =>
      judged.filter((one) => one.verdict === verdict).length
    console.log(
      `${table.join('\n')}\n${count('right')} right, ${count('unknown')} unknown, ${count('wrong')} wrong of ${judged.length}`
    )
    const wrong = judged.filter((one) => one.verdict === 'wrong').map((one) => one.name)
    expect(wrong).toEqual([])
    expect(count('right')).toBeGreaterThanOrEqual(45)
  })
})
