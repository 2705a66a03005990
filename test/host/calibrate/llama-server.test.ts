import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { llamaServer } from '../../../src/host/calibrate/llama-server.ts'
import { realSpawn, type Spawn } from '../../../src/host/calibrate/started.ts'
import { standInServer } from './stand-in-server.ts'
import { reasonOf, tools } from './tools.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-llama-server-'))
  await writeFile(join(folder, 'server.cjs'), standInServer)
})
afterEach(() => rm(folder, { recursive: true }))

const pidFile = (): string => join(folder, 'pid.json')
const spawnAs =
  (manner: string): Spawn =>
  (program, args) => {
    expect(program).toBe('llama-server')
    return realSpawn(process.execPath, [join(folder, 'server.cjs'), manner, pidFile(), ...args])
  }
const started = async (): Promise<{ pid: number; args: string[] }> =>
  JSON.parse(await readFile(pidFile(), 'utf8')) as { pid: number; args: string[] }

async function hasEnded(): Promise<boolean> {
  const { pid } = await started()
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

const request = { model: '/models/example.gguf', depthTokens: 0 }

describe('llama-server', () => {
  test('is started on the loopback address, waited for, asked three times and ended', async () => {
    const given = tools(spawnAs('good'))
    const outcome = await llamaServer.run(request, given)
    expect(outcome).toEqual({
      ok: true,
      rates: [
        {
          engine: 'llama.cpp',
          what: 'decode',
          tokensPerSecond: 42,
          tokens: 128,
          depth: 541,
          model: null,
          backend: null
        },
        {
          engine: 'llama.cpp',
          what: 'prefill',
          tokensPerSecond: 1000,
          tokens: 541,
          depth: 0,
          model: null,
          backend: null
        }
      ]
    })
    expect(given.lines.join('\n')).toMatch(
      /loads the model[^]*Run 1 of 3: 40\.0[^]*Run 2 of 3: 43\.0[^]*Run 3 of 3: 42\.0/
    )
    const { args } = await started()
    expect(args.join(' ')).toMatch(
      /^-m \/models\/example\.gguf --host 127\.0\.0\.1 --port \d+ -c 4096 -np 1$/
    )
    expect(await hasEnded()).toBe(true)
  })

  test('takes a deeper cache from a longer prompt, with a context that holds it', async () => {
    await llamaServer.run({ ...request, depthTokens: 8000 }, tools(spawnAs('good')))
    expect((await started()).args.join(' ')).toMatch(/-c 16256 /)
  })

  test.each([
    ['crash', /^llama-server ended with code 134: llama_model_load: failed to load model$/],
    ['port-taken', /^llama-server ended with code 1: main: couldn't bind HTTP server socket/],
    ['health-page', /not JSON: another program may be listening there/],
    ['page', /not JSON: another program may be listening there/],
    ['refuses', /^llama-server refuses: the prompt is too long\.$/],
    ['cut', /was cut before its answer was whole/],
    ['dies', /^llama-server ended with code 1: CUDA error: an illegal memory access$/],
    ['no-timings', /answers without timings that can be used/],
    ['nan', /answers without timings that can be used/],
    ['flood', /sent more than any such answer/],
    ['short', /wrote only 3 tokens, too few to measure/]
  ])('that goes wrong (%s) is ended and says how', async (manner, sentence) => {
    expect(reasonOf(await llamaServer.run(request, tools(spawnAs(manner))))).toMatch(sentence)
    expect(await hasEnded()).toBe(true)
  })

  test.each([
    ['while it loads', 'loads-forever', ''],
    ['while it loads and does not listen', 'deaf', ''],
    ['while it writes', 'waits', '.asked']
  ])('that is cancelled %s ends', async (_, manner, sign) => {
    const given = tools(spawnAs(manner))
    const outcome = llamaServer.run(request, given)
    await vi.waitFor(() => access(`${pidFile()}${sign}`), 20_000)
    given.cancel()
    expect(reasonOf(await outcome)).toBe('Cancelled.')
    expect(await hasEnded()).toBe(true)
  })

  test('that is missing is said at once', async () => {
    const missing: Spawn = () => realSpawn('plimsoll-has-no-such-program', [])
    expect(reasonOf(await llamaServer.run(request, tools(missing)))).toBe(
      'llama-server could not be started: install it, or add its folder to PATH.'
    )
  })
})
