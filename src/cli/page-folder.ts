import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from './usage-error.ts'

/** The built page, `out/renderer`, found from the built command line, `out/node/cli.js`. */
export async function pageFolder(): Promise<string> {
  const folder = join(import.meta.dirname, '../renderer')
  await access(join(folder, 'index.html')).catch(() => {
    throw new UsageError('The page has not been built. Run `npm run build` first.')
  })
  return folder
}
