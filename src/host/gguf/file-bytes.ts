import { open, stat } from 'node:fs/promises'
import { err, ok, type Result } from '../../core/result.ts'

/** A file that can be read from, and how much of it there is. */
export interface FileBytes {
  readonly size: number
  readonly read: (offset: number, length: number) => Promise<Uint8Array>
  readonly close: () => Promise<void>
}

/** Opens a file for reading. The error is a sentence that names the file and says what to do. */
export async function openFile(path: string): Promise<Result<FileBytes, string>> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return err(`“${path}” is a folder. Name the .gguf file in it.`)
    if (!found.isFile()) return err(`“${path}” is not a file that can be read. Name a .gguf file.`)
    const handle = await open(path, 'r')
    return ok({
      size: found.size,
      read: async (offset, length) => {
        const buffer = new Uint8Array(Math.max(0, Math.min(length, found.size - offset)))
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset)
        return buffer.subarray(0, bytesRead)
      },
      close: () => handle.close()
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
