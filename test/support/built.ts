import { mkdirSync, rmdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../../scripts/start/build.ts'
import { isStale } from '../../scripts/start/build-state.ts'

const root = join(import.meta.dirname, '../..')
const lock = join(root, 'node_modules/.plimsoll-building')

/**
 * The folder of the build under test: `out`, made first where it is missing or older than its sources. PLIMSOLL_TEST_OUT
 * names another build. Rejects where the build fails: there is nothing to test then.
 */
export async function builtOut(): Promise<string> {
  const given = process.env['PLIMSOLL_TEST_OUT']
  if (given !== undefined) return given
  const unlock = await takeLock()
  try {
    const wrong = isStale(root) ? await build(root) : null
    if (wrong !== null) throw new Error(`npm run build failed: ${wrong}`)
  } finally {
    unlock()
  }
  return join(root, 'out')
}

/** Test files run side by side; the first builds, the others wait. A lock left by a killed run is ignored. */
async function takeLock(): Promise<() => void> {
  for (;;) {
    try {
      mkdirSync(lock)
      return () => rmdirSync(lock)
    } catch {
      const held = statSync(lock, { throwIfNoEntry: false })
      if (held && Date.now() - held.mtimeMs > 300_000) rmdirSync(lock)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}
