import { gbPerSecond, grouped, inGib } from '../../core/format.ts'
import type { ComparedRow } from '../../core/machine/compare.ts'
import { compareMachines } from '../../core/machine/compare.ts'
import type { Machine } from '../../core/machine/machine.ts'
import type { Bytes, BytesPerSecond } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { table } from '../table.ts'

/** Saved machines for a terminal, one to a line. */
export function machineListText(machines: readonly Machine[]): string {
  if (machines.length === 0) return 'No machine is saved. `plimsoll machine save NAME` keeps this one.'
  const value = (machine: Machine, what: string): string => {
    const row = compareMachines(machine, machine).find((one) => one.what === what)
    return row ? printed(row.unit, row.values[0]) : ''
  }
  return table(
    [
      { title: 'name', cell: ({ name }) => name },
      { title: 'GPUs', cell: (machine) => value(machine, 'GPUs') },
      { title: 'GPU memory', cell: (machine) => value(machine, 'GPU memory'), align: 'right' },
      { title: 'RAM', cell: (machine) => value(machine, 'RAM'), align: 'right' }
    ],
    machines
  )
}

/** Two machines side by side for a terminal. */
export function comparisonText(
  [one, two]: readonly [Machine, Machine],
  rows: readonly ComparedRow[]
): string {
  return table(
    [
      { title: '', cell: ({ what }) => what },
      { title: one.name, cell: ({ unit, values }) => printed(unit, values[0]) },
      { title: two.name, cell: ({ unit, values }) => printed(unit, values[1]) },
      { title: 'ratio', cell: ({ ratio }) => (ratio === null ? '' : `${ratio.toFixed(2)} x`), align: 'right' }
    ],
    rows
  )
}

function printed(unit: ComparedRow['unit'], reading: Reading<number | string>): string {
  if (!reading.known) return unit === 'text' && reading.reason === 'No GPU.' ? 'none' : 'unknown'
  if (typeof reading.value === 'string') return reading.value
  if (unit === 'bytes') return inGib(reading.value as Bytes)
  return unit === 'bytes/s' ? gbPerSecond(reading.value as BytesPerSecond) : grouped(reading.value)
}
