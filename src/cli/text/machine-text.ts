import { gbPerSecond, grouped, inGib } from '../../core/format.ts'
import type { Machine } from '../../core/machine/machine.ts'
import type { Reading } from '../../core/reading.ts'
import { sourceText } from '../../core/report/source-text.ts'
import { table } from '../table.ts'

interface Row {
  readonly what: string
  readonly value: string
  readonly source: string
}

/** A machine for a terminal: every value with where it came from. */
export function machineText(machine: Machine): string {
  const row = <T>(what: string, reading: Reading<T>, print: (value: T) => string): Row =>
    reading.known
      ? { what, value: print(reading.value), source: sourceText(reading) }
      : { what, value: 'unknown', source: reading.reason }
  const rows: Row[] = [
    row('System', machine.os, String),
    row('CPU', machine.cpu.name, String),
    row('Cores', machine.cpu.physicalCores, (n) => `${grouped(n)} physical`),
    row('Threads', machine.cpu.logicalCores, (n) => grouped(n)),
    row('RAM', machine.ram.total, inGib),
    row('RAM available', machine.ram.available, inGib),
    row('RAM bandwidth', machine.ram.bandwidth, gbPerSecond),
    ...machine.accelerators.flatMap((gpu, at) => {
      const label = machine.accelerators.length > 1 ? `GPU ${at}` : 'GPU'
      return [
        row(`${label} (${gpu.kind})`, gpu.name, String),
        row(`${label} memory`, gpu.total, inGib),
        ...(gpu.pool
          ? [
              row(`${label} set aside`, gpu.pool.setAside, inGib),
              row(`${label} borrows`, gpu.pool.borrowed, inGib)
            ]
          : []),
        row(`${label} free`, gpu.free, inGib),
        row(`${label} bandwidth`, gpu.bandwidth, gbPerSecond)
      ]
    })
  ]
  const noGpu =
    machine.accelerators.length > 0
      ? []
      : [
          machine.notes.length === 0
            ? 'No GPU was found: models run on the CPU.'
            : 'No GPU can be used as things are (see the notes): models run on the CPU.'
        ]
  return [
    table<Row>(
      [
        { title: '', cell: ({ what }) => what },
        { title: 'value', cell: ({ value }) => value },
        { title: 'from', cell: ({ source }) => source }
      ],
      rows
    ),
    ...noGpu,
    ...machine.notes.map((note) => `Note: ${note}`)
  ].join('\n')
}
