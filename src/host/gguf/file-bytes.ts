import { closeSync, openSync, readSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Pieces } from '../../core/model/gguf/cursor.ts'
import { err, ok, type Result } from '../../core/result.ts'

/** A file that can be read from, and how much of it there is. */
export interface FileBytes extends Pieces {
  readonly close: () => void
}

/** Opens a file for reading. The error is a sentence that names the file and says what to do. */
export async function openFile(path: string): Promise<Result<FileBytes, string>> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return err(`“${path}” is a folder. Name the .gguf file in it.`)
    if (!found.isFile()) return err(`“${path}” is not a file that can be read. Name a .gguf file.`)
    const handle = openSync(path, 'r')
    // One memory for all pieces: each is read through before the next is asked for.
    let buffer = new Uint8Array(0)
    return ok({
      size: found.size,
      read: (offset, length) => {
        if (buffer.length < length) buffer = new Uint8Array(length)
        return buffer.subarray(0, readSync(handle, buffer, 0, length, offset))
      },
      close: () => closeSync(handle)
    })
  } catch (error) {
    return err(whyNot(path, error))
  }
}

function whyNot(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `There is no file “${path}”. Check the path.`
    case 'EACCES':
    case 'EPERM':
      return `“${path}” may not be read by this user. Change its permissions.`
    case 'ELOOP':
      return `“${path}” is a link that leads back to itself. Name the file itself.`
    default:
      return `“${path}” cannot be read${code === '' ? '' : ` (${code})`}. Check the disk it is on.`
  }
}
