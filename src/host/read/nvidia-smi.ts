import type { GpuFacts } from './gpu-facts.ts'
import { parseNvidiaCsv } from './nvidia-smi-csv.ts'
import { parseNvidiaList, parseNvidiaTable } from './nvidia-smi-list.ts'
import { parseNvidiaXml } from './nvidia-smi-xml.ts'

/** What one answer of nvidia-smi says, whichever form it has. */
export interface NvidiaAnswer {
  readonly gpus: readonly GpuFacts[]
  /** A card is partitioned, and this form does not show its slices. */
  readonly slicesHidden: boolean
}

const unify = (facts: GpuFacts): GpuFacts => ({ ...facts, kind: 'unified' })

/**
 * Reads an answer by what it looks like, not by what was asked: versions that do not know a question print the table,
 * and wrappers and recordings give what they have.
 *
 * @param fields the columns that were asked for, where the answer is CSV without a heading
 */
export function readNvidiaAnswer(output: string, fields: readonly string[]): NvidiaAnswer {
  const text = output.replace(/^\uFEFF/, '')
  if (text.includes('<nvidia_smi_log')) {
    const gpus = parseNvidiaXml(text)
    return {
      gpus: gpus.flatMap(({ facts, slices, migEnabled, sharedAddresses }) =>
        migEnabled && slices.length > 0
          ? slices
          : [sharedAddresses && !facts.total.known ? unify(facts) : facts]
      ),
      slicesHidden: gpus.some(({ migEnabled, slices }) => migEnabled && slices.length === 0)
    }
  }
  if (/^GPU \d+: /m.test(text)) return { gpus: parseNvidiaList(text), slicesHidden: false }
  if (/^\|\s*NVIDIA-SMI /m.test(text)) return { gpus: parseNvidiaTable(text), slicesHidden: false }
  const rows = parseNvidiaCsv(text, headed(text) ?? fields)
  return {
    gpus: rows.map(({ facts, sharedAddresses }) =>
      sharedAddresses && !facts.total.known ? unify(facts) : facts
    ),
    slicesHidden: rows.some(({ migEnabled }) => migEnabled)
  }
}

/** The columns of a CSV with a heading (`--format=csv`): `memory.total [MiB]`. */
function headed(csv: string): readonly string[] | null {
  const first = csv.split(/\r?\n/, 1)[0] ?? ''
  const columns = first.split(',').map((column) => column.replace(/\[.*\]/, '').trim())
  return columns.some((column) => column === 'memory.total' || column === 'name') ? columns : null
}
