import { inGib } from '../../format.ts'
import { bytes } from '../../quantity.ts'
import { err, ok, type Result } from '../../result.ts'
import type { GgufHeader } from './header.ts'
import { limits } from './limits.ts'
import { percentHere, percentWords } from './on-disk.ts'

/** One file of a model: its header, and how much of it is there. */
export interface Part {
  readonly header: GgufHeader
  /** Bytes that are there, all of them or the beginning. */
  readonly size: number
}

/** The header of a model over all its parts. */
export interface JoinedHeader {
  readonly header: GgufHeader
  /** How much of it is there, when not all. */
  readonly notes: readonly string[]
}

/** More parts than any publisher has made of a model. */
export const mostParts = 1000

/** Names the parts that are not there, as a sentence. */
export function missingParts(missing: readonly string[], count: number): string {
  const shown = missing.slice(0, 3).join(', ')
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : ''
  return `The model has ${count} parts, and ${missing.length === 1 ? 'one is' : `${missing.length} are`} not beside the others: ${shown}${more}. Download ${missing.length === 1 ? 'it' : 'them'} into the same folder.`
}

/**
 * One header of the headers of all parts, in order: the first has the metadata, each lists its own tensors. `path` names
 * the first in the error, which is a sentence.
 */
export function joinParts(path: string, parts: readonly Part[]): Result<JoinedHeader, string> {
  const [first] = parts
  if (!first) return err('No file was named.')
  const tensors = parts.flatMap(({ header }) => header.tensors)
  if (tensors.length > limits.tensors)
    return err(`“${path}”: its parts hold ${tensors.length} tensors, more than any model.`)
  const wrong = splitFault(first.header, parts.length, tensors.length)
  if (wrong !== null) return err(`“${path}”: ${wrong}`)
  const names = new Set(tensors.map(({ name }) => name))
  if (names.size < tensors.length)
    return err(`“${path}”: its parts hold a tensor twice. They belong to different models.`)
  const sum = (of: (part: Part) => number): number => parts.reduce((n, part) => n + of(part), 0)
  const whole = sum(({ header }) => header.fileBytes)
  const here = sum(({ size, header }) => Math.min(size, header.fileBytes))
  return ok({
    header: {
      ...first.header,
      tensors,
      dataBytes: sum(({ header }) => header.dataBytes),
      fileBytes: whole
    },
    notes: here < whole ? [howMuchIsHere(here, whole)] : []
  })
}

/** What the first part says of the whole (`split.count`, `split.tensors.count`) against what was found. */
function splitFault({ metadata }: GgufHeader, parts: number, tensors: number): string | null {
  const count = metadata.get('split.count')?.value
  const no = metadata.get('split.no')?.value
  const all = metadata.get('split.tensors.count')?.value
  if (typeof count === 'number' && count > 1 && parts === 1) {
    return `it is one of ${count} parts (number ${typeof no === 'number' ? no + 1 : '?'}), and its name does not say so. Give the parts their names back: name-00001-of-${String(count).padStart(5, '0')}.gguf.`
  }
  if (typeof count === 'number' && count > 0 && count !== parts) {
    return `its name speaks of ${parts} parts, its metadata of ${count}. Download the parts again.`
  }
  if (parts > 1 && typeof all === 'number' && all !== tensors) {
    return `its parts hold ${tensors} of ${all} tensors. Download the parts again.`
  }
  return null
}

function howMuchIsHere(here: number, whole: number): string {
  const share = percentWords(percentHere(here, whole) ?? 100)
  return `The file is not whole: ${inGib(bytes(here))} of ${inGib(bytes(whole))} (${share}) are on the disk. The answer is that of the whole file.`
}
