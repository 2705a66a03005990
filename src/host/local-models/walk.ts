import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface FoundFile {
  readonly path: string
  readonly bytes: number
  /** When its content last changed, in milliseconds. */
  readonly modified: number
  /** The same for every name of one file: device and inode, or the path where a system has none. */
  readonly identity: string
}

export interface Notes {
  readonly add: (sentence: string) => void
}

/** Deeper than any tool nests, and more than any disk of models holds: a stop for folders like `/`. */
const mostDepth = 10
const mostEntries = 200_000

/** Every file below a folder whose name passes; each real folder once, so that symlink loops end. */
export async function walk(
  root: string,
  wanted: (name: string) => boolean,
  notes: Notes
): Promise<FoundFile[]> {
  const seen = new Set<string>()
  const files: FoundFile[] = []
  let entries = 0

  const visit = async (folder: string, depth: number): Promise<void> => {
    const real = await identityOf(folder)
    if (real === null || seen.has(real)) return
    seen.add(real)
    const list = await entriesOf(folder, depth === 0, notes)
    entries += list.length
    if (entries > mostEntries || depth > mostDepth) {
      notes.add(`${folder} is left out: there is too much below ${root} to be models alone.`)
      return
    }
    await Promise.all(
      list.map(async (entry) => {
        const path = join(folder, entry.name)
        if (entry.isDirectory()) return visit(path, depth + 1)
        if (entry.isFile() && !wanted(entry.name)) return
        if (!entry.isFile() && !entry.isSymbolicLink()) return
        const info = await stat(path).catch(() => null)
        if (info?.isDirectory()) return visit(path, depth + 1)
        if (info?.isFile() && wanted(entry.name)) {
          files.push({
            path,
            bytes: info.size,
            modified: info.mtimeMs,
            identity: info.ino === 0 ? path : `${info.dev}:${info.ino}`
          })
        }
      })
    )
  }
  await visit(root, 0)
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

async function identityOf(folder: string): Promise<string | null> {
  const info = await stat(folder).catch(() => null)
  if (!info?.isDirectory()) return null
  return info.ino === 0 ? folder : `${info.dev}:${info.ino}`
}

/** The entries of a folder. One that does not exist is no fault at the root, where it is a default of a tool. */
export async function entriesOf(folder: string, mayBeAbsent: boolean, notes: Notes): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    if (!mayBeAbsent || !['ENOENT', 'ENOTDIR'].includes(code)) {
      notes.add(
        `${folder} could not be read (${code === 'EACCES' || code === 'EPERM' ? 'no permission' : code}).`
      )
    }
    return []
  }
}
