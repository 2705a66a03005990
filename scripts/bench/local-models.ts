import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findLocalModels } from '../../src/host/local-models/find-local-models.ts'

/** Milliseconds to find `files` models below one folder: the median of five. */
export async function benchLocalModels(files = 1000): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'))
  try {
    for (let at = 0; at < files; at++) {
      const repo = join(folder, `publisher-${at % 20}`, `Model-${at}-GGUF`)
      await mkdir(repo, { recursive: true })
      await writeFile(join(repo, `Model-${at}-Q4_K_M.gguf`), 'GGUF')
    }
    const times: number[] = []
    for (let run = 0; run < 5; run++) {
      const start = performance.now()
      const { models } = await findLocalModels([{ tool: 'folder', folder, layout: 'files' }])
      times.push(performance.now() - start)
      if (models.length !== files) throw new Error(`Found ${models.length} of ${files}.`)
    }
    return times.sort((a, b) => a - b)[2] ?? NaN
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(`1,000 files: ${(await benchLocalModels()).toFixed(0)} ms`)
}
