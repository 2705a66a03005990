import { posix } from 'node:path'
import type { Bytes } from '../../core/quantity.ts'
import { bytes } from '../../core/quantity.ts'

export interface CgroupLimit {
  readonly limit: Bytes
  /** Memory that cannot be given back: usage less the file cache that is idle. Null where it is not readable. */
  readonly inUse: Bytes | null
  /** The file the limit stands in. */
  readonly source: string
}

type ReadText = (path: string) => Promise<string | null>

/** Version 1 writes "no limit" as the largest page-aligned 63-bit number. */
const noLimit = 2 ** 60

/**
 * The tightest memory limit this process runs under, from its own control group up to the root, or null.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html (memory.max, memory.high) and cgroup-v1/memory.
 */
export async function cgroupLimit(readText: ReadText): Promise<CgroupLimit | null> {
  const membership = (await readText('/proc/self/cgroup')) ?? ''
  const second = /^0::(\/.*)$/m.exec(membership)?.[1]
  const first = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(\/.*)$/m.exec(membership)?.[1]
  const found = await Promise.all([
    ...foldersUp('/sys/fs/cgroup', second ?? '/').map((folder) => versionTwo(readText, folder)),
    ...foldersUp('/sys/fs/cgroup/memory', first ?? '/').map((folder) => versionOne(readText, folder))
  ])
  return found
    .filter((one) => one !== null)
    .reduce<CgroupLimit | null>((least, one) => (least && least.limit <= one.limit ? least : one), null)
}

/** In a container's own namespace the path may not exist below the mount; the root then holds its limit. */
function foldersUp(mount: string, path: string): string[] {
  const folders: string[] = []
  for (let at = posix.normalize(path); ; at = posix.dirname(at)) {
    if (!at.startsWith('/..')) folders.push(at === '/' ? mount : `${mount}${at}`)
    if (at === '/') return folders
  }
}

async function versionTwo(readText: ReadText, folder: string): Promise<CgroupLimit | null> {
  const [max, high, current, stat] = await Promise.all([
    readText(`${folder}/memory.max`),
    readText(`${folder}/memory.high`),
    readText(`${folder}/memory.current`),
    readText(`${folder}/memory.stat`)
  ])
  const limits = [
    { name: 'memory.max', value: size(max) },
    { name: 'memory.high', value: size(high) }
  ].flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]))
  const least = limits.sort((one, two) => one.value - two.value)[0]
  if (!least) return null
  return { limit: bytes(least.value), inUse: inUse(current, stat), source: `${folder}/${least.name}` }
}

async function versionOne(readText: ReadText, folder: string): Promise<CgroupLimit | null> {
  const [limit, usage, stat] = await Promise.all([
    readText(`${folder}/memory.limit_in_bytes`),
    readText(`${folder}/memory.usage_in_bytes`),
    readText(`${folder}/memory.stat`)
  ])
  const value = size(limit)
  if (value === null) return null
  return { limit: bytes(value), inUse: inUse(usage, stat), source: `${folder}/memory.limit_in_bytes` }
}

/** Null for the word `max`, for version 1's "no limit", and for a file that is absent. */
function size(text: string | null): number | null {
  const trimmed = text?.trim() ?? ''
  const value = /^\d+$/.test(trimmed) ? Number(trimmed) : null
  return value === null || value >= noLimit ? null : value
}

function inUse(current: string | null, stat: string | null): Bytes | null {
  const used = size(current)
  if (used === null) return null
  const idle = /^(?:total_)?inactive_file (\d+)$/m.exec(stat ?? '')?.[1]
  return bytes(Math.max(0, used - Number(idle ?? 0)))
}
