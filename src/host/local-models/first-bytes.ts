import { closeSync, open, readSync } from 'node:fs'
import { promisify } from 'node:util'
import { describeFault } from '../../core/model/gguf/fault.ts'
import { type FirstKeys, parseFirstKeys } from '../../core/model/gguf/header.ts'
import { keyShape, type ModelShape } from '../../core/model/gguf/key-shape.ts'
import { whatElse } from '../../core/model/gguf/what-else.ts'
import { err, ok, type Result } from '../../core/result.ts'

/** What the beginning of a file says of the model in it. */
export interface FirstLook extends Pick<FirstKeys, 'metadata'> {
  /** Null where the shape is not stated before the tokenizer: the whole header tells. */
  readonly shape: ModelShape | null
}

/** Keys take 1 to 8 kB before the tokenizer; licences and lists of languages among them make it more, rarely. */
const steps = [16 * 1024, 256 * 1024, 2 * 1024 * 1024]

const opened = promisify(open)

/**
 * Reads the first kilobytes of a GGUF file, as many as name its shape. The error is a sentence without the file's name:
 * what is wrong with it, or what it is when it holds no language model.
 */
export async function firstLook(path: string): Promise<Result<FirstLook, string>> {
  const file = await opened(path, 'r').catch(() => null)
  if (file === null) return err('It may not be read by this user, or is gone. Check its permissions.')
  try {
    for (const length of steps) {
      const buffer = new Uint8Array(length)
      // Once a file is open, its first bytes cost less than handing them from thread to thread.
      const bytesRead = readSync(file, buffer, 0, length, 0)
      const look = lookInto(buffer.subarray(0, bytesRead), bytesRead < length)
      if (look) return look
    }
    return ok({ metadata: new Map(), shape: null })
  } catch {
    return err('It cannot be read. Check the disk it is on.')
  } finally {
    closeSync(file)
  }
}

/** Null where more bytes are needed; `end`: there are none. */
function lookInto(bytes: Uint8Array, end: boolean): Result<FirstLook, string> | null {
  if (bytes.length === 0) return err('The file is empty. Download it again.')
  const first = parseFirstKeys(bytes)
  if (!first.ok) return err(describeFault(first.error))
  const { metadata, all } = first.value
  if (!all && end) return err(describeFault({ kind: 'truncated', at: bytes.length }))
  if (all || metadata.has('general.architecture')) {
    const other = whatElse({ metadata })
    if (other !== null) return err(other)
  }
  const shape = keyShape(first.value)
  // A value that makes no sense is said when the whole header is read, with its place.
  if (!shape.ok) return ok({ metadata, shape: null })
  return shape.value === null && !all ? null : ok({ metadata, shape: shape.value })
}
