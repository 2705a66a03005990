import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer as createPlainServer } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { HubError } from '../../../src/host/hub/hub-error.ts'
import { readHubModel } from '../../../src/host/hub/read-hub-model.ts'
import { selfSigned } from './self-signed.ts'

/* What a reader of company networks sees: a certificate that nobody here knows, or no TLS at all. */

const open: Server[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((done) => server.close(done))))
})

async function portOf(server: Server): Promise<number> {
  open.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

async function failureAt(endpoint: string): Promise<{ error: HubError; kept: readonly string[] }> {
  const cacheFolder = await mkdtemp(join(tmpdir(), 'plimsoll-tls-'))
  const deadlines = { answer: 3000, idle: 3000, request: 6000 }
  const settings = { endpoint, token: 'secret', offline: false, cacheFolder, deadlines }
  const error = await readHubModel('someone/model', { settings }).then(
    () => Promise.reject(new Error('There should be an error.')),
    (reason: unknown) => reason as HubError
  )
  const kept = await readdir(join(cacheFolder, 'hub')).catch(() => [])
  await rm(cacheFolder, { recursive: true })
  return { error, kept }
}

test('a certificate that signs itself is refused before the token is sent, and it says what helps', async () => {
  const asked: string[] = []
  const hub = createServer(selfSigned, (request, response) => {
    asked.push(request.headers.authorization ?? '')
    response.end('{}')
  })
  const { error, kept } = await failureAt(`https://localhost:${await portOf(hub)}`)
  expect(error.kind).toBe('unreachable')
  expect(error.message).toMatch(
    /^The certificate of localhost:\d+ is not trusted here\. .*NODE_EXTRA_CA_CERTS/
  )
  expect(asked).toEqual([])
  expect(kept).toEqual([])
})

test('an endpoint that speaks no TLS is not called a matter of certificates', async () => {
  const plain = createPlainServer((_, response) => response.end('{}'))
  const { error, kept } = await failureAt(`https://localhost:${await portOf(plain)}`)
  expect(error.kind).toBe('unreachable')
  expect(error.message).toMatch(/^localhost:\d+ does not answer in TLS\. /)
  expect(kept).toEqual([])
})
