import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hubReadings } from '../../../src/host/brought/hub-readings.ts'
import { firstShard, secondShard, smallConfig, smallCount } from '../hub/small-model.ts'
import { refuse, safetensors, wireServer, type WireServer } from '../hub/wire-server.ts'

let hub: WireServer
let cache: string
beforeEach(async () => {
  hub = await wireServer()
  cache = mkdtempSync(join(tmpdir(), 'plimsoll-cache-'))
  vi.stubEnv('HF_ENDPOINT', hub.endpoint)
  vi.stubEnv('PLIMSOLL_CACHE', cache)
  vi.stubEnv('HF_HUB_DISABLE_IMPLICIT_TOKEN', '1')
  hub.put('me/small', 'config.json', JSON.stringify(smallConfig))
  hub.put('me/small', 'model-00001-of-00002.safetensors', safetensors(firstShard))
  hub.put('me/small', 'model-00002-of-00002.safetensors', safetensors(secondShard))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await hub.close()
  rmSync(cache, { recursive: true, force: true })
})

test('a repository is read, and afterwards from the cache without a request', async () => {
  const readings = hubReadings()
  const { model } = await readings.read('one', 'me/small', false)
  expect(model).toMatchObject({ id: 'me/small', parameters: { total: smallCount } })
  const asked = hub.log.length
  const again = await readings.read('two', `${hub.endpoint}/me/small`, true)
  expect(again.model.parameters.total).toBe(smallCount)
  expect(hub.log.length).toBe(asked)
  await expect(readings.read('three', 'me/other', true)).rejects.toThrow(
    'It was not kept on this machine. Read it again over the network.'
  )
  expect(hub.log.length).toBe(asked)
})

test('a reading under way says how far it is, and ends when it is cancelled', async () => {
  // Answers the page of the repository, and its config never.
  hub.instead('/me/small/resolve', () => undefined)
  const readings = hubReadings()
  const reading = readings.read('slow', 'me/small', false)
  const outcome = reading.then(
    () => 'read',
    (error: unknown) => (error as Error).message
  )
  await expect.poll(() => readings.progress('slow')?.step).toBe('Reading config.json')
  await expect(readings.read('slow', 'me/small', false)).rejects.toThrow(/under way already/u)
  readings.cancel('slow')
  expect(await outcome).toBe('Reading the repository was cancelled.')
  expect(readings.progress('slow')).toBeNull()
  readings.cancel('slow') // nothing left to cancel is no fault
})

test.each([
  { status: 403, code: 'GatedRepo', says: /is gated/u },
  { status: 429, code: undefined, says: /too many requests/u },
  { status: 404, code: 'RepoNotFound', says: /has no model/u }
])('a refusal $status is a sentence', async ({ status, code, says }) => {
  hub.instead('/api/models/me/refused', (_request, response) => refuse(response, status, code))
  await expect(hubReadings().read('one', 'me/refused', false)).rejects.toThrow(says)
})
