import { afterEach, expect, test, vi } from 'vitest'
import { overHttp } from '../../../src/renderer/host/over-http.ts'
import { takeToken } from '../../../src/renderer/host/token.ts'
import { exampleMachine } from '../fixtures/machine.ts'

afterEach(() => vi.unstubAllGlobals())

function answering(status: number, body: string) {
  const fetched = vi.fn<(path: string, request: RequestInit) => Promise<Response>>(() =>
    Promise.resolve(new Response(body, { status }))
  )
  vi.stubGlobal('fetch', fetched)
  return fetched
}

test('a call is a POST of its arguments with the key in a header', async () => {
  const fetched = answering(200, JSON.stringify(exampleMachine))
  await expect(overHttp('secret').detect()).resolves.toEqual(exampleMachine)
  const [path, request] = fetched.mock.calls[0] ?? []
  expect(path).toBe('/api/detect')
  expect(request).toMatchObject({ method: 'POST', body: '[]', headers: { 'x-plimsoll-token': 'secret' } })
})

test('the sentence of a refusal is what is thrown', async () => {
  answering(401, '{"error":"The key is not that of this server."}')
  await expect(overHttp('wrong').detect()).rejects.toThrow('The key is not that of this server.')
})

test('a server that is gone is said to be gone', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  await expect(overHttp('secret').readSettings()).rejects.toThrow(/does not answer.*Start Plimsoll again/)
})

test('an answer that is not JSON is an error, not a machine', async () => {
  answering(200, '<html>')
  await expect(overHttp('secret').detect()).rejects.toThrow(/not JSON/)
})

test('without a key nothing is sent', async () => {
  const fetched = answering(200, '{}')
  await expect(overHttp(null).detect()).rejects.toThrow(/complete address/)
  expect(fetched).not.toHaveBeenCalled()
})

test('the key is kept for the tab and taken out of the address', () => {
  window.history.replaceState(null, '', '#token=abc&view=machine')
  expect(takeToken(window.location, window.history, window.sessionStorage)).toBe('abc')
  expect(window.location.hash).toBe('#view=machine')
  expect(takeToken(window.location, window.history, window.sessionStorage)).toBe('abc')
})
