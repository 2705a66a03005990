import type { Bytes, BytesPerSecond } from '../quantity.ts'
import { bytes } from '../quantity.ts'
import type { Reading } from '../reading.ts'
import { known, unknown } from '../reading.ts'
import type { Accelerator, Machine } from './machine.ts'

/** One property of two machines. `ratio` is the second over the first, where both are known. */
export interface ComparedRow {
  readonly what: string
  readonly unit: 'bytes' | 'bytes/s' | 'count' | 'text'
  readonly values: readonly [Reading<number | string>, Reading<number | string>]
  readonly ratio: number | null
}

/** Two machines side by side: what decides which models fit, and how fast they are. */
export function compareMachines(one: Machine, two: Machine): readonly ComparedRow[] {
  const row = (
    what: string,
    unit: ComparedRow['unit'],
    of: (machine: Machine) => Reading<number | string>
  ): ComparedRow => {
    const values = [of(one), of(two)] as const
    const [first, second] = values.map((reading) =>
      reading.known && typeof reading.value === 'number' ? reading.value : null
    )
    return { what, unit, values, ratio: first && typeof second === 'number' ? second / first : null }
  }
  return [
    row('System', 'text', (machine) => machine.os),
    row('CPU', 'text', (machine) => machine.cpu.name),
    row('Cores', 'count', (machine) => machine.cpu.physicalCores),
    row('RAM', 'bytes', (machine) => machine.ram.total),
    row('RAM bandwidth', 'bytes/s', (machine) => machine.ram.bandwidth),
    row('GPUs', 'text', gpuNames),
    row('GPU memory', 'bytes', gpuMemory),
    row(
      'Largest GPU',
      'bytes',
      largest((one) => one.total)
    ),
    row(
      'GPU bandwidth',
      'bytes/s',
      largest((one) => one.bandwidth)
    )
  ]
}

function gpuNames({ accelerators }: Machine): Reading<string> {
  if (accelerators.length === 0) return unknown('No GPU.')
  const counts = new Map<string, number>()
  for (const { name } of accelerators) {
    const text = name.known ? name.value : 'unnamed GPU'
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const names = [...counts].map(([name, count]) => (count === 1 ? name : `${count} x ${name}`))
  return known(names.join(', '), 'the readings of the GPUs', 'derived')
}

/** All memory that GPUs have for themselves, or the pool they share with the system, once. */
function gpuMemory({ accelerators }: Machine): Reading<Bytes> {
  if (accelerators.length === 0) return unknown('No GPU.')
  let sum = 0
  for (const { total, kind } of accelerators) {
    if (kind === 'integrated' && accelerators.length > 1) continue
    if (!total.known) return total
    sum += total.value
  }
  return known(bytes(sum), 'the sum of the readings of the GPUs', 'derived')
}

const largest =
  <T extends Bytes | BytesPerSecond>(of: (one: Accelerator) => Reading<T>) =>
  ({ accelerators }: Machine): Reading<T> => {
    const readings = accelerators.map(of)
    return readings.reduce<Reading<T>>(
      (best, next) => (next.known && (!best.known || next.value > best.value) ? next : best),
      readings[0] ?? unknown('No GPU.')
    )
  }
