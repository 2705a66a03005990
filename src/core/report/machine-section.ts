import { gbPerSecond, grouped, inGib } from '../format.ts'
import type { Machine } from '../machine/machine.ts'
import type { Reading } from '../reading.ts'
import { type Block, heading, list, paragraph, table } from './document.ts'
import { sourceText } from './source-text.ts'

type Row = readonly [what: string, value: string, source: string]

function row<T>(what: string, reading: Reading<T>, print: (value: T) => string): Row {
  return reading.known ? [what, print(reading.value), sourceText(reading)] : [what, 'unknown', reading.reason]
}

/** The machine with the source of every reading. */
export function machineSection(machine: Machine): Block[] {
  const { os, cpu, ram, accelerators, environment, notes } = machine
  const rows: Row[] = [
    row('System', os, String),
    row('CPU', cpu.name, String),
    row('Physical cores', cpu.physicalCores, grouped),
    row('Logical cores', cpu.logicalCores, grouped),
    row('RAM', ram.total, inGib),
    row('RAM available', ram.available, inGib),
    row('RAM bandwidth', ram.bandwidth, gbPerSecond),
    ...accelerators.flatMap((gpu, at): Row[] => {
      const label = accelerators.length > 1 ? `GPU ${at}` : 'GPU'
      return [
        row(`${label} (${gpu.kind}, ${gpu.backend})`, gpu.name, String),
        row(`${label} memory`, gpu.total, inGib),
        row(`${label} memory free`, gpu.free, inGib),
        row(`${label} bandwidth`, gpu.bandwidth, gbPerSecond)
      ]
    })
  ]
  const remarks = [
    ...(environment === 'physical' ? [] : [environments[environment]]),
    ...(accelerators.length === 0 ? ['No GPU was found: models run on the CPU.'] : []),
    ...accelerators
      .filter((gpu) => gpu.sharesHostMemory)
      .map(
        (gpu) =>
          `${gpu.name.known ? gpu.name.value : 'The GPU'} uses system memory: what it holds is missing from RAM.`
      ),
    ...notes
  ]
  return [
    heading(2, 'Machine'),
    paragraph(`${machine.name}, as read when this report was made.`),
    table([{ title: 'Reading' }, { title: 'Value' }, { title: 'Source' }], rows),
    ...(remarks.length === 0 ? [] : [list(remarks)])
  ]
}

const environments: Record<Exclude<Machine['environment'], 'physical'>, string> = {
  vm: 'Read inside a virtual machine: it sees what the host gives it.',
  container: 'Read inside a container: its memory limit counts.',
  wsl: 'Read inside WSL: Windows holds a part of the memory.'
}
