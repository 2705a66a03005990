import { inGib } from '../../core/format.ts'
import { percentWords } from '../../core/model/gguf/on-disk.ts'
import { bytes } from '../../core/quantity.ts'
import type { LocalModel } from '../../host/local-models/local-model.ts'
import type { LocalLook } from '../../host/local-models/look-at-local.ts'
import { table } from '../table.ts'

/** A model on the disk, what it is, and what the machine makes of it. */
export interface LocalRow {
  readonly local: LocalModel
  readonly look: LocalLook
  /** As the file states it, else as most of its weights are; of its name where only that was read. */
  readonly mix: string | null
  /** The verdict in a few words; null where there is none. */
  readonly word: string | null
  /** Why its file is no model, found in its first bytes or in its whole header. */
  readonly fault: string | null
  /** How much of its file is here, where not all is. */
  readonly percentHere: number | null
}

/** One line for each model: what it is kept as, what it is, and whether it runs. */
export const localTable = (rows: readonly LocalRow[]): string =>
  table<LocalRow>(
    [
      { title: 'File', cell: ({ local }) => local.name },
      { title: 'in', cell: ({ local }) => (local.tool === 'folder' ? 'folder' : local.tool) },
      { title: 'Model', cell: ({ look }) => modelWords(look) },
      { title: 'mix', cell: ({ mix }) => mix ?? '-' },
      { title: 'on disk', align: 'right', cell: ({ local }) => inGib(bytes(local.bytes)) },
      { title: 'Verdict', cell: verdictWords }
    ],
    rows
  )

function modelWords({ model, by, architecture }: LocalLook): string {
  if (by === 'name-and-shape') return model?.name ?? '-'
  if (by === 'shape') return `shape of ${model?.name ?? '-'}`
  if (by === 'name') return `${model?.name ?? '-'}, by its name`
  return architecture === null ? '-' : `${architecture}, not recognised`
}

function verdictWords({ local, word, fault, percentHere }: LocalRow): string {
  const gone = local.missing.length
  if (gone > 0) {
    const [first = ''] = local.missing
    return `${gone} of ${gone + local.files} parts missing: ${first}${gone > 1 ? ' ...' : ''}`
  }
  if (fault !== null) return fault
  const verdict = word ?? 'shape not known'
  if (percentHere === null) return verdict
  return `${percentWords(percentHere)} of the file is here; whole: ${verdict}`
}
