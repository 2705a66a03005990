import { readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { assess } from '../../../src/core/fit/assess.ts'
import { HubError } from '../../../src/host/hub/hub-error.ts'
import type { HubSettings } from '../../../src/host/hub/hub-settings.ts'
import { type HubModel, readHubModel, type ReadHubOptions } from '../../../src/host/hub/read-hub-model.ts'
import { dense, headerOf } from '../../core/model/gguf/sample-headers.ts'
import { firstShard, secondShard, smallConfig, smallCount } from './small-model.ts'
import { commit, refuse, safetensors, type WireServer, wireServer } from './wire-server.ts'

const repo = 'someone/small-llama'
let server: WireServer
let folder: string

beforeEach(async () => {
  server = await wireServer()
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-hub-'))
  server.put(repo, 'config.json', JSON.stringify(smallConfig))
  server.put(repo, 'model-00001-of-00002.safetensors', safetensors(firstShard))
  server.put(repo, 'model-00002-of-00002.safetensors', safetensors(secondShard))
  const map = (file: string, shapes: object): object =>
    Object.fromEntries(Object.keys(shapes).map((name) => [name, file]))
  server.put(
    repo,
    'model.safetensors.index.json',
    JSON.stringify({
      metadata: { total_size: 2 * smallCount },
      weight_map: {
        ...map('model-00001-of-00002.safetensors', firstShard),
        ...map('model-00002-of-00002.safetensors', secondShard)
      }
    })
  )
})

afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const settings = (more: Partial<HubSettings> = {}): HubSettings => ({
  endpoint: server.endpoint,
  token: null,
  offline: false,
  cacheFolder: folder,
  deadlines: { answer: 600, idle: 400, request: 1500 },
  ...more
})

const read = (
  name = repo,
  more: Partial<HubSettings> = {},
  options: Partial<ReadHubOptions> = {}
): Promise<HubModel> => readHubModel(name, { settings: settings(more), ...options })

async function failure(reading: Promise<unknown>): Promise<HubError> {
  try {
    await reading
  } catch (error) {
    if (error instanceof HubError) return error
    throw error
  }
  throw new Error('There should be an error.')
}

/** Nothing of a failed answer may be used by the next reading. */
const kept = (): number => {
  try {
    return readdirSync(join(folder, 'hub')).length
  } catch {
    return 0
  }
}

test('a repository is read by config, index and headers, and its count is checked', async () => {
  const steps: string[] = []
  const found = await read(
    repo,
    {},
    { onProgress: ({ step, done, of }) => steps.push(`${step} ${done}/${of}`) }
  )
  expect(found.comparison).toMatchObject({ computed: smallCount, stored: smallCount, agrees: true })
  expect(found.model).toMatchObject({ id: repo, release: '2025-04', contextLength: 4096, nativeType: 'bf16' })
  expect(found.commit).toBe(commit)
  expect(steps.at(-1)).toBe('Reading the headers of the weights 2/2')
  expect(assess(found.model, { gpus: 1 }, { quant: 'Q4_K_M', engine: {} }).ok).toBe(true)
  for (const { path, range } of server.log) if (path.endsWith('.safetensors')) expect(range).toBeDefined()
})

test('the second time the hub is asked one thing only, and it answers 304', async () => {
  await read()
  const before = server.log.length
  await read()
  expect(server.log.length).toBe(before + 1)
  expect((await read(repo, { offline: true })).comparison?.agrees).toBe(true)
  expect(server.log.length).toBe(before + 1)
})

test('offline and not in the cache is said, and nothing is asked', async () => {
  const error = await failure(read(repo, { offline: true }))
  expect(error.kind).toBe('offline')
  expect(server.log).toEqual([])
})

test('the token goes to the hub, and not to the content network it redirects to', async () => {
  server.redirects = true
  const found = await read(repo, { token: 'hf_secret' })
  expect(found.comparison?.agrees).toBe(true)
  const hosts = new Map(server.log.map(({ host, token }) => [host, token]))
  expect(hosts.get('hub')).toBe('Bearer hf_secret')
  expect(hosts.has('cdn')).toBe(true)
  expect(hosts.get('cdn')).toBeUndefined()
})

test.each([
  [401, undefined, null, 'unauthorised', 'HF_TOKEN'],
  [401, undefined, 'hf_x', 'unauthorised', 'does not accept your token'],
  [401, 'RepoNotFound', null, 'missing', 'Near names: near/by-name'],
  [401, 'GatedRepo', null, 'gated', 'Ask for access on'],
  [403, 'GatedRepo', 'hf_x', 'gated', 'your token has no access'],
  [404, 'RepoNotFound', null, 'missing', 'no model'],
  [404, 'RevisionNotFound', null, 'missing', 'branch, tag or commit'],
  [429, undefined, null, 'rate-limited', 'in 7 seconds'],
  [500, undefined, null, 'server', 'Try again later'],
  [503, undefined, null, 'server', 'Try again later'],
  [418, undefined, null, 'server', 'not expected']
] as const)('%i %s with token %s is %s', async (status, code, token, kind, words) => {
  server.instead(`/api/models/${repo}`, (_, response) =>
    refuse(response, status, code, status === 429 ? { 'retry-after': '7' } : {})
  )
  const error = await failure(read(repo, { token }))
  expect(error.kind).toBe(kind)
  expect(error.message).toContain(words)
  expect(error.message).not.toContain('hf_x')
  if (status === 429) expect(error.retryAfter).toBe(7)
  expect(kept()).toBe(0)
})

test('a gated config.json behind a public page says how to get access', async () => {
  server.instead(`/${repo}/resolve/`, (_, response) => refuse(response, 403, 'GatedRepo'))
  expect((await failure(read())).message).toContain(`${server.endpoint}/${repo}`)
})

test('a connection cut half way is said, and nothing of it is kept', async () => {
  server.instead(`/${repo}/resolve/${commit}/config.json`, (_, response) => {
    response.writeHead(200, { 'content-length': 500 })
    response.write('{"hidden_size": 64,')
    setTimeout(() => response.destroy(), 20)
  })
  const error = await failure(read())
  expect(error.kind).toBe('cut')
  expect(kept()).toBe(1) // the answer about the repository
})

test('fewer bytes than Content-Range says are not taken for a header', async () => {
  server.instead(`/${repo}/resolve/${commit}/model-0000`, (_, response) => {
    response.writeHead(206, { 'content-range': 'bytes 0-65535/9000000', 'transfer-encoding': 'chunked' })
    response.end('short')
  })
  const found = await read()
  expect(found.comparison?.stored).toBeNull()
  expect(found.notes.join(' ')).toContain('was cut before everything had arrived')
})

test('a range past the end (416) leaves the count unchecked, says so, and keeps nothing of it', async () => {
  const empty = 'someone/empty-weights'
  server.put(empty, 'config.json', JSON.stringify(smallConfig))
  server.put(empty, 'model.safetensors', '')
  const found = await read(empty)
  expect(server.log.some(({ path, range }) => path.endsWith('.safetensors') && range !== undefined)).toBe(
    true
  )
  expect(found.comparison?.stored ?? null).toBeNull()
  expect(found.notes.join(' ')).toContain('model.safetensors')
  expect(found.notes.join(' ')).toContain('empty')
  const gguf = 'someone/empty-GGUF'
  server.put(gguf, 'small-Q4_K_M.gguf', '')
  expect((await failure(read(gguf))).message).toContain('small-Q4_K_M.gguf')
})

test.each([
  ['drip', 'sends too slowly'],
  ['silence after the first bytes', 'stopped sending'],
  ['no answer', 'does not answer']
])('%s ends at a deadline', async (how, words) => {
  const timers: NodeJS.Timeout[] = []
  server.instead(`/${repo}/resolve/${commit}/config.json`, (_, response) => {
    if (how === 'no answer') return
    response.writeHead(200, { 'content-length': 100_000 })
    response.write('{')
    if (how === 'drip') timers.push(setInterval(() => response.write(' '), 50))
  })
  const error = await failure(read())
  for (const timer of timers) clearInterval(timer)
  expect(error.kind).toBe('slow')
  expect(error.message).toContain(words)
})

test('HTML in place of JSON is called what it is', async () => {
  const page = (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><p>Please log in')
  }
  server.instead(`/api/models/${repo}`, page)
  const error = await failure(read())
  expect(error.kind).toBe('wrong-content')
  expect(error.message).toContain('web page')
  expect(kept()).toBe(0)
})

test('a config.json that is a page, or names no size, is refused by name', async () => {
  server.put(repo, 'config.json', '<html></html>')
  expect((await failure(read())).message).toContain('HTML')
  // The page was not kept: the next reading asks again.
  server.put(repo, 'config.json', JSON.stringify({ ...smallConfig, hidden_size: undefined }))
  expect((await failure(read())).message).toContain('hidden_size is missing')
})

test('redirects in a circle end', async () => {
  server.instead(`/${repo}/resolve/${commit}/config.json`, (request, response) =>
    response.writeHead(302, { location: request.url }).end()
  )
  expect((await failure(read())).message).toContain('circle')
})

test('cancelling ends the request', async () => {
  const controller = new AbortController()
  server.instead(`/${repo}/resolve/${commit}/config.json`, () => controller.abort())
  expect((await failure(read(repo, {}, { signal: controller.signal }))).kind).toBe('cancelled')
})

test('a hub that is gone says so, and what it said before is used', async () => {
  await read()
  const { endpoint } = server
  await server.close()
  const found = await readHubModel(repo, { settings: { ...settings(), endpoint } })
  expect(found.notes[0]).toContain('The hub was not asked')
  expect((await failure(readHubModel('some/other', { settings: { ...settings(), endpoint } }))).kind).toBe(
    'unreachable'
  )
})

test('a damaged cache file is not used', async () => {
  await read()
  for (const name of readdirSync(join(folder, 'hub'))) {
    const file = join(folder, 'hub', name)
    const data = await readFile(file)
    await writeFile(file, data.subarray(0, data.length - 3))
  }
  expect((await read()).comparison?.agrees).toBe(true)
})

test('what is no model is named as what it is', async () => {
  server.put('someone/lora', 'adapter_config.json', '{}')
  server.info('someone/lora', { cardData: { base_model: 'Qwen/Qwen3-8B' } })
  expect((await failure(read('someone/lora'))).message).toContain('an adapter for Qwen/Qwen3-8B')
  server.put('someone/data', 'README.md', 'x')
  expect((await failure(read('someone/data'))).message).toContain('neither a config.json nor a GGUF')
})

test('an index that points outside the repository is not followed', async () => {
  server.put(repo, 'model.safetensors.index.json', JSON.stringify({ weight_map: { x: '../../secret' } }))
  const found = await read()
  expect(found.notes.join(' ')).toContain('a file that cannot be')
})

test('a GGUF file is read by its header, the mix by its name, and never to its end', async () => {
  const files = 'someone/small-GGUF'
  const weights = Buffer.concat([headerOf(dense('llama', 2)), Buffer.alloc(4 * 2 ** 20)])
  server.put(files, 'small-Q4_K_M.gguf', weights)
  server.put(files, 'small-Q8_0.gguf', weights)
  server.put(files, 'mmproj-f16.gguf', weights)
  const usual = await read(files)
  expect(usual.quant).toBe('Q4_K_M')
  expect(usual.model.architecture).toMatchObject({ gguf: 'llama', layers: 2, hiddenSize: 64 })
  expect(usual.model.file?.path).toBe('small-Q4_K_M.gguf')
  expect((await read(`${files}:q8_0`)).quant).toBe('Q8_0')
  const error = await failure(read(`${files}:Q2_K`))
  expect(error.message).toContain('has no Q2_K. It has Q4_K_M, Q8_0.')
  for (const { path, range } of server.log)
    if (path.endsWith('.gguf')) expect(Number(range?.split('-')[1])).toBeLessThan(2 ** 20)
  const ran = assess(usual.model, { gpus: 1 }, { quant: 'auto', engine: {} })
  expect(ran.ok && ran.value.weightsBytes).toBeGreaterThan(0)
})
