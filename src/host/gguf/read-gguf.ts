import { basename } from 'node:path'
import { describeFault } from '../../core/model/gguf/fault.ts'
import { parseHeaderOf } from '../../core/model/gguf/header.ts'
import {
  type JoinedHeader,
  joinParts,
  missingParts,
  mostParts,
  type Part
} from '../../core/model/gguf/join-parts.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { openFile } from './file-bytes.ts'
import { splitName } from './parts.ts'

/** The header of a model, over all its parts. */
export interface LocalGguf extends JoinedHeader {
  /** The first part: what llama.cpp is given. */
  readonly path: string
}

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
  const [whole = path] = paths
  const read = joinParts(whole, parts)
  return read.ok ? ok({ ...read.value, path: whole }) : read
}

async function readPart(path: string): Promise<Result<Part, string>> {
  const file = await openFile(path)
  if (!file.ok) return file
  const { size, close } = file.value
  try {
    if (size === 0) return err(`“${path}” is empty. Download it again.`)
    const header = parseHeaderOf(file.value)
    return header.ok ? ok({ header: header.value, size }) : err(`“${path}”: ${describeFault(header.error)}`)
  } catch {
    return err(`“${path}” cannot be read to its end. Check the disk it is on.`)
  } finally {
    close()
  }
}
