import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, request as send } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { HubError } from '../../../src/host/hub/hub-error.ts'
import { type HubModel, readHubModel } from '../../../src/host/hub/read-hub-model.ts'
import { firstShard, secondShard, smallConfig } from './small-model.ts'
import { safetensors, type WireServer, wireServer } from './wire-server.ts'

/*
 * A proxy on 127.0.0.1 that carries both ways: whole addresses for HTTP, and tunnels (CONNECT). The variables are
 * read once, at the first request, so they stand for the whole file.
 */

const repo = 'someone/small-llama'
let hub: WireServer
let folder: string
let tunnels = 0
let carried = 0
let mood: 'carry' | 'password' | 'silent' = 'carry'

const proxy = createServer((request, response) => {
  if (mood === 'silent') return
  if (mood === 'password') return void response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end()
  carried++
  const { host, port, pathname, search } = new URL(request.url ?? '')
  const { hostname } = new URL(`http://${host}`)
  const onward = { hostname, port, path: pathname + search, method: request.method, headers: request.headers }
  request.pipe(
    send(onward, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
  )
})
const sockets = new Set<Duplex>()
proxy.on('connection', (socket) => sockets.add(socket))
proxy.on('connect', (request, socket) => {
  if (mood === 'silent') return
  if (mood === 'password') return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
  tunnels++
  const [host, port] = (request.url ?? '').split(':')
  const onward = connect(Number(port), host ?? '', () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    onward.pipe(socket).pipe(onward)
  })
  onward.on('error', () => socket.destroy())
  socket.on('error', () => onward.destroy())
})

beforeAll(async () => {
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) vi.stubEnv(name, address)
  for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, 'no-such-host.invalid')
})

afterAll(async () => {
  vi.unstubAllEnvs()
  for (const socket of sockets) socket.destroy()
  await new Promise((done) => proxy.close(done))
})

beforeEach(async () => {
  ;[mood, tunnels, carried] = ['carry', 0, 0]
  hub = await wireServer()
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-proxy-'))
  hub.put(repo, 'config.json', JSON.stringify(smallConfig))
  hub.put(repo, 'model.safetensors', safetensors({ ...firstShard, ...secondShard }))
})

afterEach(async () => {
  await hub.close()
  await rm(folder, { recursive: true, force: true })
})

function read(endpoint = hub.endpoint): Promise<HubModel> {
  const deadlines = { answer: 700, idle: 700, request: 2000 }
  return readHubModel(repo, {
    settings: { endpoint, token: null, offline: false, cacheFolder: folder, deadlines }
  })
}

async function failure(endpoint?: string): Promise<HubError> {
  const error = await read(endpoint).then(
    () => new Error('There should be an error.'),
    (reason: unknown) => reason
  )
  expect(await readdir(join(folder, 'hub')).catch(() => [])).toEqual([])
  return error as HubError
}

test('a repository is read through the proxy, ranges and all', async () => {
  const { comparison } = await read()
  expect(comparison?.stored).toBe(comparison?.computed)
  expect(tunnels + carried).toBeGreaterThan(0)
})

test.each(['http', 'https'])('a proxy that wants a password is named as that (%s)', async (scheme) => {
  mood = 'password'
  const error = await failure(hub.endpoint.replace('http', scheme))
  expect(error.message).toMatch(
    /^The proxy of HTTPS?_PROXY does not let requests to .* through \(status 407\)/
  )
  expect(error.message).toContain('user:password@')
})

test('a proxy that says nothing ends at the deadline', async () => {
  mood = 'silent'
  expect((await failure()).kind).toBe('slow')
})
