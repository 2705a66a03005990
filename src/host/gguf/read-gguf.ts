import { basename } from 'node:path'
import { describeFault } from '../../core/model/gguf/fault.ts'
import { type GgufHeader, readHeader } from '../../core/model/gguf/header.ts'
import { limits } from '../../core/model/gguf/limits.ts'
import { inGib } from '../../core/format.ts'
import { bytes } from '../../core/quantity.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { openFile } from './file-bytes.ts'
import { splitName } from './parts.ts'

/** The header of a model, over all its parts. */
export interface LocalGguf {
  readonly header: GgufHeader
  /** The first part: what llama.cpp is given. */
  readonly path: string
  /** How much of it is on the disk, when not all. */
  readonly notes: readonly string[]
}

interface Part {
  readonly header: GgufHeader
  readonly size: number
}

/** More parts than any publisher has made of a model. */
const mostParts = 1000

/**
 * Reads the header of a model on this machine: of one file, or of all parts of a split one, whichever part is named.
 * Of the weights nothing is read, so that a header alone and a file still being downloaded do as well. The error is a
 * sentence.
 */
export async function readGguf(path: string): Promise<Result<LocalGguf, string>> {
  const split = splitName(path)
  if (split && split.count > mostParts)
    return err(`“${path}” counts ${split.count} parts; at most ${mostParts} can be read.`)
  const paths = split ? Array.from({ length: split.count }, (_, at) => split.part(at + 1)) : [path]
  const parts: Part[] = []
  const missing: string[] = []
  for (const each of paths) {
    const part = await readPart(each)
    if (part.ok) parts.push(part.value)
    else if (split && /^There is no file/u.test(part.error)) missing.push(basename(each))
    else return part
  }
  if (missing.length === paths.length) return err(`There is no file “${path}”. Check the path.`)
  if (missing.length > 0) return err(missingParts(missing, paths.length))
  return joined(paths, parts)
}

async function readPart(path: string): Promise<Result<Part, string>> {
  const file = await openFile(path)
  if (!file.ok) return file
  const { size, read, close } = file.value
  try {
    if (size === 0) return err(`“${path}” is empty. Download it again.`)
    const header = await readHeader(read)
    return header.ok ? ok({ header: header.value, size }) : err(`“${path}”: ${describeFault(header.error)}`)
  } catch {
    return err(`“${path}” cannot be read to its end. Check the disk it is on.`)
  } finally {
    await close()
  }
}

function missingParts(missing: readonly string[], count: number): string {
  const shown = missing.slice(0, 3).join(', ')
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : ''
  return `The model has ${count} parts, and ${missing.length === 1 ? 'one is' : `${missing.length} are`} not beside the others: ${shown}${more}. Download ${missing.length === 1 ? 'it' : 'them'} into the same folder.`
}

/** The first part has the metadata; every part lists its own tensors. */
function joined(paths: readonly string[], parts: readonly Part[]): Result<LocalGguf, string> {
  const [first] = parts
  const [path = ''] = paths
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
    path,
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
  const percent = Math.floor((here / whole) * 100)
  const share = percent < 1 ? 'less than 1' : String(percent)
  return `The file is not whole: ${inGib(bytes(here))} of ${inGib(bytes(whole))} (${share} %) are on the disk. The answer is that of the whole file.`
}
