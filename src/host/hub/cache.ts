import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'

/** What is kept of one answer. */
export interface Kept {
  readonly body: Uint8Array
  readonly etag: string | null
  /** Bytes of the whole file of which this is a part. */
  readonly total: number | null
}

export interface HubCache {
  read(key: string): Promise<Kept | null>
  /** Whole or not at all. A cache that cannot be written is no failure. */
  write(key: string, kept: Kept): Promise<void>
}

/** Bounds of the cache: a config is 2 kB, the header of a shard 10 kB, that of a GGUF file up to 20 MB. */
export const cacheBounds = { bytes: 256 * 2 ** 20, files: 4000 } as const

const ending = '.entry'

/**
 * Answers on disk, one file each: a line of JSON about it, then the bytes. A file whose bytes are not those it was
 * written with counts as absent. Files of a commit never change, so their keys hold the commit; what can change is
 * kept with its ETag and asked for again.
 */
export function createCache(
  folder: string,
  bounds: { bytes: number; files: number } = cacheBounds
): HubCache {
  const place = join(folder, 'hub')
  const fileOf = (key: string): string =>
    join(place, createHash('sha256').update(key).digest('hex').slice(0, 40) + ending)
  return {
    read: async (key) => {
      const file = fileOf(key)
      const data = await readFile(file).catch(() => null)
      const kept = data && parse(data, key)
      if (data && !kept) await rm(file, { force: true }).catch(() => undefined)
      // The oldest use goes first when room is needed.
      if (kept) await utimes(file, new Date(), new Date()).catch(() => undefined)
      return kept
    },
    write: async (key, { body, etag, total }) => {
      if (body.length > bounds.bytes / 8) return
      const head = JSON.stringify({ key, etag, total, sha256: digest(body) })
      try {
        await mkdir(place, { recursive: true, mode: 0o700 })
        // For the owner alone: an answer may be about a private repository.
        await writeFileAtomic(fileOf(key), Buffer.concat([Buffer.from(`${head}\n`), body]), { mode: 0o600 })
        await trim(place, bounds)
      } catch {
        // A full or read-only disk: the answer is simply asked for again.
      }
    }
  }
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function parse(data: Buffer, key: string): Kept | null {
  const end = data.indexOf(10)
  try {
    const head = JSON.parse(data.subarray(0, end).toString('utf8')) as Record<string, unknown>
    const body = new Uint8Array(data.subarray(end + 1))
    if (end < 0 || head['key'] !== key || head['sha256'] !== digest(body)) return null
    return {
      body,
      etag: typeof head['etag'] === 'string' ? head['etag'] : null,
      total: typeof head['total'] === 'number' ? head['total'] : null
    }
  } catch {
    return null
  }
}

async function trim(place: string, bounds: { bytes: number; files: number }): Promise<void> {
  const names = (await readdir(place)).filter((name) => name.endsWith(ending))
  const files = await Promise.all(
    names.map(async (name) => {
      const file = join(place, name)
      const { size, mtimeMs } = await stat(file)
      return { file, size, mtimeMs }
    })
  )
  files.sort((a, b) => b.mtimeMs - a.mtimeMs)
  let bytes = 0
  for (const [at, { file, size }] of files.entries()) {
    bytes += size
    if (bytes > bounds.bytes || at >= bounds.files) await rm(file, { force: true })
  }
}
