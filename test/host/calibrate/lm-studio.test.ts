import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { BenchOutcome, BenchRequest } from '../../../src/host/calibrate/engine.ts'
import { lmStudio } from '../../../src/host/calibrate/lm-studio.ts'
import { serverAddress } from '../../../src/host/calibrate/loopback.ts'
import { neverSpawned, reasonOf, tools, type TestTools } from './tools.ts'

let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = null
})

async function serve(listener: RequestListener): Promise<string> {
  const made = createServer(listener)
  server = made
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`
}

const listed = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id,
  object: 'model',
  type: 'llm',
  publisher: 'example',
  arch: 'llama',
  compatibility_type: 'gguf',
  quantization: 'Q4_K_M',
  state: 'not-loaded',
  max_context_length: 8192,
  ...more
})
const models = {
  object: 'list',
  data: [listed('example-8b'), listed('example-embed', { type: 'embeddings' }), listed('other-3b')]
}
const completion = (speed: unknown, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'example-8b',
  choices: [{ index: 0, finish_reason: 'length', message: { role: 'assistant', content: 'One, two' } }],
  usage: { prompt_tokens: 21, completion_tokens: 128, total_tokens: 149 },
  stats: { tokens_per_second: speed, time_to_first_token: 0.111, generation_time: 2.5, stop_reason: 'x' },
  model_info: { arch: 'llama', quant: 'Q4_K_M', format: 'gguf', context_length: 4096 },
  runtime: { name: 'llama.cpp-linux', version: '1.3.0' },
  ...more
})

interface Script {
  readonly list?: unknown
  readonly status?: number
  readonly answers?: readonly unknown[]
}

/** Every exchange with what was sent, answered in turn. */
async function studio({ list = models, status = 200, answers = [] }: Script): Promise<{
  readonly url: string
  readonly sent: { path: string; token: string | undefined; body: unknown }[]
}> {
  const sent: { path: string; token: string | undefined; body: unknown }[] = []
  let at = 0
  const url = await serve((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const path = `${request.method} ${request.url}`
      sent.push({ path, token: request.headers.authorization, body: text === '' ? null : JSON.parse(text) })
      const body = path === 'GET /api/v0/models' ? list : answers[at++]
      response.writeHead(path.startsWith('GET') || body !== undefined ? status : 404)
      response.end(typeof body === 'string' ? body : JSON.stringify(body ?? { error: 'gone' }))
    })
  })
  return { url, sent }
}

const ask = (more: Partial<BenchRequest>, given: TestTools = tools(neverSpawned)): Promise<BenchOutcome> =>
  lmStudio.run({ model: 'example-8b', depthTokens: 0, ...more }, given)

describe('LM Studio', () => {
  test('is asked for its models, then three times; the middle run is kept', async () => {
    const { url, sent } = await studio({ answers: [completion(50), completion(52.5), completion(51)] })
    const given = tools(neverSpawned)
    expect(await ask({ url, token: 'key' }, given)).toEqual({
      ok: true,
      quant: 'Q4_K_M',
      rates: [
        {
          engine: 'LM Studio',
          what: 'decode',
          tokensPerSecond: 51,
          tokens: 128,
          depth: 21,
          model: null,
          backend: null
        }
      ]
    })
    expect(given.lines[0]).toBe(
      'LM Studio has example-8b (Q4_K_M), not loaded yet: the first run waits for it.'
    )
    expect(given.lines[3]).toBe('Run 3 of 3: 51.0 tokens/s, the first after 0.11 s.')
    expect(sent.map(({ path }) => path)).toEqual([
      'GET /api/v0/models',
      ...Array<string>(3).fill('POST /api/v0/chat/completions')
    ])
    expect(sent[1]).toMatchObject({
      token: 'Bearer key',
      body: { model: 'example-8b', max_tokens: 128, temperature: 0, stream: false }
    })
  })

  test('that runs MLX is named so: its speed is not that of llama.cpp', async () => {
    const mlx = completion(60, { model_info: { quant: '4bit', format: 'mlx' } })
    const { url } = await studio({
      list: { data: [listed('EXAMPLE-8B', { state: 'loaded' })] },
      answers: [mlx, mlx, mlx]
    })
    const given = tools(neverSpawned)
    expect(await ask({ url }, given)).toMatchObject({ ok: true, rates: [{ engine: 'LM Studio with MLX' }] })
    expect(given.lines[0]).toMatch(/, loaded\.$/)
  })

  test.each<[string, Script, RegExp]>([
    ['another program', { list: '<html>hello</html>' }, /not JSON: another program may be listening there/],
    ['an old version', { list: { error: 'Unexpected endpoint' } }, /LM Studio 0\.3\.6 and newer/],
    ['no such list', { status: 404 }, /\(status 404\): update LM Studio/],
    ['a demand for a token', { status: 401, list: { error: 'no' } }, /set LM_API_TOKEN/],
    ['another model', { list: { data: [listed('other-3b')] } }, /no model “example-8b”\. It has other-3b\./],
    ['no model', { list: { data: [] } }, /has no model that writes/],
    ['no model any more', { answers: [] }, /^LM Studio refuses: gone\.$/],
    ['no stats', { answers: [completion(1, { stats: {} })] }, /answers without a speed/],
    ['no number', { answers: [completion(null)] }, /answers without a speed/],
    ['a speed below zero', { answers: [completion(-4)] }, /answers without a speed/],
    [
      'an error in place of an answer',
      { answers: [{ error: 'model crashed' }] },
      /can be used: model crashed\.$/
    ],
    [
      'an answer that is too short',
      { answers: [completion(50, { usage: { prompt_tokens: 21, completion_tokens: 2 } })] },
      /wrote only 2 tokens/
    ],
    ['endless text', { answers: [completion(50, { padding: 'x'.repeat(6e6) })] }, /more than any such answer/]
  ])('with %s is a sentence', async (_, script, sentence) => {
    const { url } = await studio(script)
    expect(reasonOf(await ask({ url }))).toMatch(sentence)
  })

  test('that does not run says how to start it', async () => {
    const url = await serve(() => undefined)
    server?.close()
    await new Promise((resolve) => server?.once('close', resolve))
    expect(reasonOf(await ask({ url }))).toMatch(
      /^LM Studio's server does not run at http:\/\/127\.0\.0\.1:\d+: start it with `lms server start`/
    )
  })

  test('that cuts the connection, or redirects elsewhere, says so', async () => {
    const cut = await serve((request) => void request.socket.destroy())
    expect(reasonOf(await ask({ url: cut }))).toMatch(/was cut before its answer was whole/)
    server?.close()
    const elsewhere = await serve((_, response) => {
      response.writeHead(302, { location: 'http://192.0.2.1/' })
      response.end('{}')
    })
    expect(reasonOf(await ask({ url: elsewhere }))).toMatch(/\(status 302\)/)
  })

  test('that is silent is left when it is cancelled', async () => {
    const given = tools(neverSpawned)
    const url = await serve(() => given.cancel())
    expect(reasonOf(await ask({ url }, given))).toBe('Cancelled.')
  })

  test('on another machine is not asked, unless a person says so', () => {
    for (const here of ['127.0.0.1:1234', 'http://localhost:99', 'http://[::1]:1', 'http://127.8.8.8'])
      expect(serverAddress(here, false).ok).toBe(true)
    for (const away of [
      'http://192.168.1.7:1234',
      'example.org',
      'http://127.0.0.1.example.org',
      '0.0.0.0:1'
    ])
      expect(serverAddress(away, false)).toMatchObject({
        error: expect.stringMatching(/is not an address of this machine/) as string
      })
    expect(serverAddress('http://192.168.1.7:1234', true)).toEqual({
      ok: true,
      value: 'http://192.168.1.7:1234'
    })
    for (const wrong of ['', 'ftp://127.0.0.1', 'http://user:key@127.0.0.1', 'http://'])
      expect(serverAddress(wrong, true)).toMatchObject({
        error: expect.stringMatching(/is not an address such as/) as string
      })
  })
})
