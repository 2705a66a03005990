import { networkInterfaces } from 'node:os'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultSettings } from '../../src/contract/settings.ts'
import { listen, type Listening } from '../../src/server/listen.ts'
import { fakeHost } from './fake-host.ts'
import { pageFolder, secret } from './page-folder.ts'
import { rawRequest } from './raw-request.ts'

const host = fakeHost()
let server: Listening
let clean: () => void

beforeAll(async () => {
  server = await listen({ host, pageFolder: pageFolder((remove) => (clean = remove)) })
})
afterAll(async () => {
  await server.close()
  clean()
})

interface Asked {
  readonly line?: string
  readonly headers?: Readonly<Record<string, string | null>>
  readonly body?: string
}

/** A call that would be answered; each row of the tables spoils one thing. `null` leaves a header out. */
function call({ line = 'POST /api/detect HTTP/1.1', headers = {}, body = '[]' }: Asked): string {
  const all: Record<string, string | null> = {
    host: `127.0.0.1:${server.port}`,
    origin: `http://127.0.0.1:${server.port}`,
    'x-plimsoll-token': server.token,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body, 'latin1')),
    connection: 'close',
    ...headers
  }
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value.replaceAll('PORT', String(server.port))}`]
  )
  return `${line}\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}

test('the call that every row below spoils is answered', async () => {
  expect((await rawRequest(server.port, call({}))).status).toBe(200)
  expect(host.calls.length).toBeGreaterThan(0)
})

describe('who is asking', () => {
  test.each<Asked & { name: string; status: number }>([
    { name: 'no token', headers: { 'x-plimsoll-token': null }, status: 401 },
    { name: 'an empty token', headers: { 'x-plimsoll-token': '' }, status: 401 },
    {
      name: 'a wrong token of the right length',
      headers: { 'x-plimsoll-token': 'A'.repeat(43) },
      status: 401
    },
    { name: 'a token that is too long', headers: { 'x-plimsoll-token': 'A'.repeat(4000) }, status: 401 },
    { name: 'a name that was pointed at 127.0.0.1', headers: { host: 'evil.example:PORT' }, status: 403 },
    { name: 'a name that begins like ours', headers: { host: '127.0.0.1.evil.example:PORT' }, status: 403 },
    { name: 'another port in Host', headers: { host: '127.0.0.1:1' }, status: 403 },
    { name: 'no port in Host', headers: { host: '127.0.0.1' }, status: 403 },
    { name: 'a user in Host', headers: { host: 'x@127.0.0.1:PORT' }, status: 403 },
    { name: 'no Host', headers: { host: null }, status: 400 },
    { name: 'no Host in HTTP/1.0', line: 'POST /api/detect HTTP/1.0', headers: { host: null }, status: 403 },
    { name: 'two Hosts', headers: { Host: 'evil.example' }, status: 403 },
    { name: 'another origin', headers: { origin: 'https://evil.example' }, status: 403 },
    { name: 'the origin null', headers: { origin: 'null' }, status: 403 },
    { name: 'another port of this machine', headers: { origin: 'http://127.0.0.1:1' }, status: 403 },
    { name: 'another name of this machine', headers: { origin: 'http://localhost:PORT' }, status: 403 },
    { name: 'https of this address', headers: { origin: 'https://127.0.0.1:PORT' }, status: 403 },
    { name: 'another site', headers: { origin: null, 'sec-fetch-site': 'cross-site' }, status: 403 },
    {
      name: 'another port, by fetch metadata',
      headers: { origin: null, 'sec-fetch-site': 'same-site' },
      status: 403
    },
    {
      name: 'a form of another site',
      headers: {
        origin: null,
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document'
      },
      status: 403
    }
  ])('$name is refused', async ({ status, ...asked }) => {
    const before = host.calls.length
    const answer = await rawRequest(server.port, call(asked))
    expect(answer.status).toBe(status)
    expect(host.calls).toHaveLength(before)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  test.each([
    { name: 'localhost', headers: { host: 'localhost:PORT', origin: 'http://localhost:PORT' } },
    { name: '[::1]', headers: { host: '[::1]:PORT', origin: 'http://[::1]:PORT' } },
    { name: 'upper case', headers: { host: 'LOCALHOST:PORT', origin: null } },
    { name: 'no Origin, as a program sends', headers: { origin: null } },
    { name: 'our own page', headers: { 'sec-fetch-site': 'same-origin' } }
  ])('$name is answered', async (asked) => {
    expect((await rawRequest(server.port, call(asked))).status).toBe(200)
  })

  test('a link on another site opens the page, but not in a frame', async () => {
    const link = { origin: null, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    const open = (dest: string): string =>
      call({
        line: 'GET / HTTP/1.1',
        headers: { ...link, 'sec-fetch-dest': dest, 'content-length': null },
        body: ''
      })
    expect((await rawRequest(server.port, open('document'))).status).toBe(200)
    expect((await rawRequest(server.port, open('iframe'))).status).toBe(403)
  })

  test('only this machine is listened to', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((own) => own && !own.internal && own.family === 'IPv4')
    // Without a network there is no outside address to try; the loopback one is then the only one there is.
    if (!outside) return
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect(server.port, outside.address, () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    expect(reached).toBe(false)
  })
})

describe('what is asked', () => {
  const settings = { line: 'POST /api/writeSettings HTTP/1.1' }
  test.each<Asked & { name: string; status: number }>([
    { name: 'GET on a call', line: 'GET /api/detect HTTP/1.1', status: 405 },
    { name: 'a preflight', line: 'OPTIONS /api/detect HTTP/1.1', status: 405 },
    { name: 'PUT on a page', line: 'PUT /index.html HTTP/1.1', status: 405 },
    { name: 'TRACE', line: 'TRACE / HTTP/1.1', status: 405 },
    { name: 'saveReport, which the page does itself', line: 'POST /api/saveReport HTTP/1.1', status: 404 },
    { name: 'an unknown call', line: 'POST /api/shutdown HTTP/1.1', status: 404 },
    { name: 'constructor', line: 'POST /api/constructor HTTP/1.1', status: 404 },
    { name: '__proto__', line: 'POST /api/__proto__ HTTP/1.1', status: 404 },
    { name: 'hasOwnProperty', line: 'POST /api/hasOwnProperty HTTP/1.1', status: 404 },
    { name: 'an encoded call', line: 'POST /api/%64etect HTTP/1.1', status: 404 },
    { name: 'a call below a call', line: 'POST /api/detect/x HTTP/1.1', status: 404 },
    { name: 'a form', headers: { 'content-type': 'text/plain' }, status: 415 },
    { name: 'no content type', headers: { 'content-type': null }, status: 415 },
    {
      name: 'a content type that begins like ours',
      headers: { 'content-type': 'application/jsonx' },
      status: 415
    },
    { name: 'a compressed body', headers: { 'content-encoding': 'gzip' }, status: 415 },
    { name: 'no JSON', body: '[', status: 400 },
    { name: 'no array', body: '{"length":0}', status: 400 },
    { name: 'broken UTF-8', ...settings, body: '["\u00ff\u00fe"]', status: 400 },
    { name: 'an argument too many', body: '[1]', status: 400 },
    { name: 'an argument missing', ...settings, body: '[]', status: 400 },
    {
      name: 'settings with a strange field',
      ...settings,
      body: JSON.stringify([{ ...defaultSettings, x: 1 }]),
      status: 400
    },
    {
      name: 'settings with a strange prototype',
      ...settings,
      body: '[{"__proto__":{"version":1}}]',
      status: 400
    },
    { name: 'a body over the limit', ...settings, body: `["${'x'.repeat(1_000_001)}"]`, status: 413 },
    {
      name: 'a length over the limit',
      ...settings,
      headers: { 'content-length': '99999999999' },
      status: 413
    },
    { name: 'a negative length', headers: { 'content-length': '-1' }, status: 400 },
    {
      name: 'two lengths of which one lies',
      headers: { 'content-length': '2', 'transfer-encoding': 'chunked' },
      status: 400
    },
    { name: 'headers over the limit', headers: { 'x-long': 'x'.repeat(20_000) }, status: 431 },
    { name: 'no HTTP', line: 'HELLO', status: 400 }
  ])('$name is refused with $status and a short sentence', async ({ status, ...asked }) => {
    const before = host.calls.length
    const answer = await rawRequest(server.port, call(asked))
    expect(answer.status).toBe(status)
    expect(host.calls).toHaveLength(before)
    if (answer.body === '') return // Node itself refuses what has no Host or cannot be parsed.
    const { error } = JSON.parse(answer.body) as { error: string }
    expect(error).toMatch(/^.{10,250}\.$/u)
    expect(error).not.toMatch(/\n| {4}at |node:|\.ts/u)
  })

  test('a chunked body that grows past the limit is cut off', async () => {
    const chunk = `${(100_000).toString(16)}\r\n${'x'.repeat(100_000)}\r\n`
    const answer = await rawRequest(
      server.port,
      call({ headers: { 'content-length': null, 'transfer-encoding': 'chunked' }, body: chunk.repeat(15) })
    )
    expect(answer.status).toBe(413)
  })
})

describe('files outside the page', () => {
  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/%252e%252e%252fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '/....//secret.txt',
    '//secret.txt',
    '/./secret.txt',
    '/%00/../secret.txt',
    '/secret.txt%00.html',
    '/index.html%00',
    '/index.html/../../secret.txt',
    '/link.txt',
    '/next/index.html',
    '/../renderer-next/index.html',
    '/%c0%ae%c0%ae/secret.txt',
    '/%ff',
    '/C:/secret.txt',
    '/index.html:stream',
    '/.hidden.json',
    '/assets/main-4f3a9c21.js.map',
    '/assets',
    '/assets/',
    '/etc/passwd',
    'http://127.0.0.1/secret.txt',
    '*'
  ])('%s is not served', async (path) => {
    const answer = await rawRequest(
      server.port,
      call({ line: `GET ${path} HTTP/1.1`, headers: { 'content-length': null }, body: '' })
    )
    expect([400, 404]).toContain(answer.status)
    expect(answer.body).not.toContain(secret)
  })

  test.each(['/', '/index.html', '/?x=/../..', '/assets/plain.css', '/inside.css', '/assets/%70lain.css'])(
    '%s is part of the page',
    async (path) => {
      const answer = await rawRequest(
        server.port,
        call({ line: `GET ${path} HTTP/1.1`, headers: { 'content-length': null }, body: '' })
      )
      expect(answer.status).toBe(200)
    }
  )
})
