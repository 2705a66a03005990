import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { listLocalModels } from '../../src/host/brought/list-local-models.ts'
import { findLocalModels } from '../../src/host/local-models/find-local-models.ts'
import { headerOf, type Sample } from '../../test/core/model/gguf/sample-headers.ts'

/** Keys as converters write them, with a vocabulary of 20,000 after them; every fourth file is of no model that is known. */
function header(at: number): Uint8Array {
  const strange = at % 4 === 0
  const sample: Sample = {
    architecture: strange ? 'llama' : 'qwen3',
    general: {
      'general.type': 'model',
      'general.name': strange ? `Homemade ${at}` : 'Qwen3 8B',
      'general.basename': strange ? 'Homemade' : 'Qwen3',
      'general.size_label': '8B'
    },
    keys: {
      block_count: 36,
      context_length: 40_960,
      embedding_length: strange ? 4096 + (at % 7) * 128 : 4096,
      feed_forward_length: 12_288,
      'attention.head_count': 32,
      'attention.head_count_kv': 8
    },
    tensors: []
  }
  const tokens = Array.from({ length: 20_000 }, (_, token) => `token${token}`)
  const keys = { 'general.file_type': 15, 'tokenizer.ggml.model': 'gpt2', 'tokenizer.ggml.tokens': tokens }
  // The order of a converter: general, the architecture's own, then the tokenizer.
  return headerOf({ ...sample, tensors: [['token_embd.weight', [4096, 32]]], last: keys })
}

export interface LocalTimes {
  readonly find: number
  readonly list: number
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[2] ?? NaN

/**
 * Milliseconds, medians of five: to find `files` models below one folder, and to list them with the model that the first
 * bytes of each say it is, which includes finding them.
 */
export async function benchLocalModels(files = 1000): Promise<LocalTimes> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'))
  try {
    for (let at = 0; at < files; at++) {
      const repo = join(folder, `publisher-${at % 20}`, `Model-${at}-GGUF`)
      await mkdir(repo, { recursive: true })
      await writeFile(join(repo, `Model-${at}-Q4_K_M.gguf`), header(at))
    }
    const places = [{ tool: 'folder', folder, layout: 'files' }] as const
    const find: number[] = []
    const list: number[] = []
    for (let run = 0; run < 5; run++) {
      const start = performance.now()
      const found = await findLocalModels(places)
      find.push(performance.now() - start)
      const again = performance.now()
      const { models } = await listLocalModels(places)
      list.push(performance.now() - again)
      const known = models.filter(({ by }) => by === 'name-and-shape').length
      if (found.models.length !== files || known !== files - Math.ceil(files / 4))
        throw new Error(`Found ${found.models.length} of ${files}, recognised ${known}.`)
    }
    return { find: median(find), list: median(list) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const times = await benchLocalModels()
  const words = `1,000 files: found in ${times.find.toFixed(0)} ms, listed with their models in ${times.list.toFixed(0)} ms`
  console.log(process.argv.includes('--json') ? JSON.stringify(times) : words)
}
