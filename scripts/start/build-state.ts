import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What `npm run build` leaves behind: the window, its preload, the page, and the command line. */
export const built = [
  'out/main/index.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  'out/node/cli.js'
]

/** What goes into it. */
const sources = ['src', 'resources/catalog', 'package.json', 'electron.vite.config.ts', 'vite.node.config.ts']

/** Whether the build is missing or older than something it was made from. `root` is the project's folder. */
export function isStale(root: string): boolean {
  const oldest = Math.min(...built.map((file) => changed(join(root, file)) ?? -Infinity))
  return sources.some((source) => newest(join(root, source)) > oldest)
}

const changed = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.mtimeMs

function newest(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return -Infinity
  if (!stats.isDirectory()) return stats.mtimeMs
  // A folder's own time tells of files that were removed.
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
