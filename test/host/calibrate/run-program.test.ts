import { describe, expect, test } from 'vitest'
import { llamaBench } from '../../../src/host/calibrate/llama-bench.ts'
import { mlx } from '../../../src/host/calibrate/mlx.ts'
import { ollama } from '../../../src/host/calibrate/ollama.ts'
import { realSpawn, type Spawn, type Started } from '../../../src/host/calibrate/started.ts'
import { stopProgram } from '../../../src/host/calibrate/stop-program.ts'
import { reasonOf, tools } from './tools.ts'

const started = (output: string, code: number | null): Started => ({
  onOutput: (listener) => listener(output),
  onError: () => undefined,
  ended: Promise.resolve(code),
  kill: () => undefined
})
const model = { model: 'model.gguf', depthTokens: 0 }

describe('a benchmark program', () => {
  test('is called with a short run, at the depth that is asked for', async () => {
    const called: (readonly string[])[] = []
    const spawn: Spawn = (program, args) => {
      called.push([program, ...args])
      return started('', 0)
    }
    await llamaBench.run({ model: 'model.gguf', depthTokens: 4096 }, tools(spawn))
    await ollama.run({ model: 'llama3.2:3b', depthTokens: 0 }, tools(spawn))
    await mlx.run({ model: 'folder', depthTokens: 0 }, tools(spawn))
    expect(called[0]?.join(' ')).toBe('llama-bench -m model.gguf -p 512 -n 128 -r 3 -d 4096 -o jsonl')
    expect(called[1]?.slice(0, 4)).toEqual(['ollama', 'run', '--verbose', 'llama3.2:3b'])
    expect(called[2]?.slice(0, 3)).toEqual(['mlx_lm.generate', '--model', 'folder'])
  })

  test('tells its progress line by line and gives its rates', async () => {
    const output = `loading\n${JSON.stringify({ n_prompt: 0, n_gen: 128, avg_ts: 42 })}\n${JSON.stringify({ n_prompt: 512, n_gen: 0, avg_ts: 900 })}\n`
    const given = tools(() => started(output, 0))
    const outcome = await llamaBench.run(model, given)
    expect(given.lines[0]).toBe('loading')
    expect(outcome).toMatchObject({
      ok: true,
      rates: [
        { what: 'decode', tokensPerSecond: 42 },
        { what: 'prefill', tokensPerSecond: 900, tokens: 512 }
      ]
    })
  })

  test('that is cancelled is ended and says so', async () => {
    let stop: (code: number | null) => void = () => undefined
    const running: Started = {
      ...started('', 0),
      ended: new Promise((resolve) => (stop = resolve)),
      kill: () => stop(null)
    }
    const given = tools(() => running)
    const outcome = llamaBench.run(model, given)
    given.cancel()
    expect(reasonOf(await outcome)).toBe('Cancelled.')
    expect(reasonOf(await llamaBench.run(model, given))).toBe('Cancelled before it started.')
  })

  test('that fails, is missing or prints nothing says what to do', async () => {
    const reason = async (start: Spawn): Promise<string> =>
      reasonOf(await llamaBench.run(model, tools(start)))
    expect(await reason(() => started('error: no such model', 1))).toBe(
      'llama-bench ended with code 1: error: no such model'
    )
    expect(await reason(() => ({ ...started('', 0), ended: Promise.reject(new Error('ENOENT')) }))).toMatch(
      /could not be started: install it/
    )
    expect(await reason(() => realSpawn('plimsoll-has-no-such-program', []))).toMatch(/could not be started/)
    expect(await reason(() => started('done', 0))).toBe('llama-bench printed no speed.')
  })
})

test('a program that does not end when it is asked to is made to', async () => {
  const deaf = realSpawn(process.execPath, [
    '-e',
    'process.on("SIGTERM", () => undefined); process.stdout.write("up"); setInterval(() => undefined, 1000)'
  ])
  await new Promise<void>((resolve) => deaf.onOutput(() => resolve()))
  await stopProgram(deaf, 50)
  expect(await deaf.ended).toBe(null)
})
