import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { defaultSettings } from '../../src/contract/settings.ts'
import { contentSecurityPolicy } from '../../src/contract/content-security.ts'
import { ListenError } from '../../src/server/listen-error.ts'
import { listen, type Listening } from '../../src/server/listen.ts'
import { type FakeHost, fakeHost, machine } from './fake-host.ts'
import { pageFolder } from './page-folder.ts'
import { rawRequest } from './raw-request.ts'

async function start(host: FakeHost = fakeHost()): Promise<Listening & { readonly host: FakeHost }> {
  const server = await listen({ host, pageFolder: pageFolder(onTestFinished) })
  onTestFinished(() => server.close())
  return { ...server, host }
}

const post = (
  server: Listening,
  method: string,
  body: unknown,
  headers: Record<string, string> = {}
): Promise<Response> =>
  fetch(`http://127.0.0.1:${server.port}/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-plimsoll-token': server.token, ...headers },
    body: JSON.stringify(body)
  })

test('the address carries a token of 256 bits behind the #, a new one for each run', async () => {
  const [one, two] = [await start(), await start()]
  expect(one.address).toBe(`http://127.0.0.1:${one.port}/#token=${one.token}`)
  expect(Buffer.from(one.token, 'base64url')).toHaveLength(32)
  expect(one.token).not.toBe(two.token)
})

test('the page asks what this machine is', async () => {
  const answer = await post(await start(), 'detect', [])
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.json()).toEqual(machine)
})

test('settings are written and read back; a call without a result answers null', async () => {
  const server = await start()
  const written = await post(server, 'writeSettings', [{ ...defaultSettings, theme: 'dark' }])
  expect([written.status, await written.text()]).toEqual([200, 'null'])
  expect(await (await post(server, 'readSettings', [])).json()).toMatchObject({ settings: { theme: 'dark' } })
})

test('the page comes with its policy, and no other origin may read it', async () => {
  const server = await start()
  const answer = await fetch(`http://localhost:${server.port}/`)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('<title>Plimsoll</title>')
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-cache'
  })
  expect(answer.headers.has('access-control-allow-origin')).toBe(false)
})

test.each([
  { asked: 'br, gzip', encoding: 'br' },
  { asked: 'gzip', encoding: 'gzip' },
  { asked: 'br;q=0, gzip;q=0.5', encoding: 'gzip' },
  { asked: 'identity', encoding: null }
])('a script asked for with "$asked" comes as $encoding, whole, and may be kept for good', async (row) => {
  const server = await start()
  const answer = await fetch(`http://127.0.0.1:${server.port}/assets/main-4f3a9c21.js`, {
    headers: { 'accept-encoding': row.asked }
  })
  expect(answer.headers.get('content-encoding')).toBe(row.encoding)
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(await answer.text()).toMatch(/^document\.title = 'drawn'.*load line $/u)
})

test('HEAD tells the length and sends nothing', async () => {
  const server = await start()
  const answer = await rawRequest(
    server.port,
    `HEAD / HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\nconnection: close\r\n\r\n`
  )
  expect([answer.status, answer.body, Number(answer.headers['content-length']) > 50]).toEqual([200, '', true])
})

test('a failure of the host crosses as its sentence, without a stack', async () => {
  const server = await start(fakeHost(new Error('The settings file could not be read.')))
  const answer = await post(server, 'detect', [])
  expect([answer.status, await answer.json()]).toEqual([
    500,
    { error: 'The settings file could not be read.' }
  ])
})

test('a failure that spans lines was not written for people and stays here', async () => {
  const server = await start(fakeHost(new Error('x is not a function\n    at file:///home/someone/x.ts:1')))
  expect(await (await post(server, 'detect', [])).json()).toEqual({
    error: 'The call failed for a reason that was not reported.'
  })
})

test('a taken port is told in one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  onTestFinished(() => void other.close())
  const { port } = other.address() as AddressInfo
  const failed = await listen({ host: fakeHost(), pageFolder: pageFolder(onTestFinished), port }).catch(
    (error: unknown) => error
  )
  expect(failed).toBeInstanceOf(ListenError)
  expect(failed).toMatchObject({
    kind: 'port-in-use',
    message: `Port ${port} is taken by another program. Choose another with --port, or leave it out for any free one.`
  })
})

test.each([
  { name: 'a port beyond the last', port: 70_000, says: /^70000 is not a port\./u },
  { name: 'a page that is not built', folder: '/nowhere', says: /Run "npm run build" first\.$/u }
])('$name is told in one sentence', async ({ port, folder, says }) => {
  await expect(
    listen({
      host: fakeHost(),
      pageFolder: folder ?? pageFolder(onTestFinished),
      ...(port === undefined ? {} : { port })
    })
  ).rejects.toThrow(says)
})

test('after close nothing answers', async () => {
  const server = await listen({ host: fakeHost(), pageFolder: pageFolder(onTestFinished) })
  await server.close()
  await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow()
})
