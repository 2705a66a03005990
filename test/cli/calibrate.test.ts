import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { defaultSettings } from '../../src/contract/settings.ts'
import { standInServer } from '../host/calibrate/stand-in-server.ts'
import { plimsoll, type Run } from '../support/plimsoll.ts'

interface Answer {
  readonly speed: {
    readonly decodeTokensPerSecond: number
    readonly prefillTokensPerSecond: number
    readonly basis: string
    readonly prefillBasis: string
  }
}
interface Kept {
  readonly version: number
  readonly records: readonly {
    what: string
    tokensPerSecond: number
    correction: { device: string } | null
  }[]
}

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-calibrate-cli-'))
  // This machine, whatever it is, with one card more and no other.
  const settings = {
    ...defaultSettings,
    overrides: {
      ramTotal: 64 * 2 ** 30,
      ramAvailable: 60 * 2 ** 30,
      ramBandwidth: 90e9,
      accelerators: Object.fromEntries([0, 1, 2, 3].map((at) => [`gpu${at}`, { ignored: true }])),
      added: [{ id: 'added1', device: 'geforce-rtx-3060-12' }]
    }
  }
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings))
})
afterEach(() => rm(folder, { recursive: true }))

const run = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> =>
  plimsoll(args, '', { PLIMSOLL_DATA: folder, ...environment })
const model = ['qwen3-8b', '-q', 'Q4_K_M']
async function speed(): Promise<Answer['speed']> {
  const { out, err } = await run(['check', ...model, '-c', '4096', '--json'])
  if (out === '') throw new Error(err)
  return (JSON.parse(out) as Answer).speed
}
async function kept(): Promise<Kept['records']> {
  const { out } = await run(['calibrate', 'export'])
  const { version, records } = JSON.parse(out) as Kept
  expect(version).toBe(2)
  return records
}

describe('plimsoll calibrate', () => {
  test('keeps speeds, corrects the machine that every command answers for, and forgets them', async () => {
    const before = await speed()
    const [decode, prefill] = [before.decodeTokensPerSecond * 0.8, before.prefillTokensPerSecond * 0.7]
    const measured = ['--speed', String(decode), '--prefill', String(prefill)]
    const added = await run(['calibrate', 'add', ...model, ...measured])
    expect(added.err).toBe('')
    expect(added.out).toMatch(
      /^1 {2}\d{4}-\d\d-\d\d {2}Qwen\/Qwen3-8B Q4_K_M: .* tok\/s writing, 0 tokens in the cache \(by hand\); GeForce RTX 3060 reads at \d+ % of what was assumed\n2 .* reading a prompt of 512 tokens \(by hand\); GeForce RTX 3060 multiplies at \d+ % of what was assumed\n$/
    )
    const after = await speed()
    expect(after.decodeTokensPerSecond / decode).toBeCloseTo(1, 6)
    expect(after.prefillTokensPerSecond / prefill).toBeCloseTo(1, 6)
    expect(after.basis).toBe('measured on this machine (1 run)')
    expect(after.prefillBasis).toMatch(/^measured on this machine \(1 run\); range: /)
    expect((await kept()).map(({ what }) => what)).toEqual(['decode', 'prefill'])
    expect((await run(['calibrate', 'remove', '1'])).out).toBe('Removed measurement 1.\n')
    expect((await run(['calibrate', 'remove', '2'])).code).toBe(0)
    expect(await speed()).toEqual(before)
    expect((await run(['calibrate', 'remove', '2'])).err).toMatch(/There is no measurement 2/)
  })

  test('keeps the speeds of a log', async () => {
    const log = join(folder, 'log.txt')
    await writeFile(
      log,
      [
        'prompt eval time =   100.00 ms /   512 tokens (    0.20 ms per token,  1700.00 tokens per second)',
        '       eval time =   800.00 ms /   100 runs   (    8.00 ms per token,    50.00 tokens per second)'
      ].join('\n')
    )
    const { code, err } = await run(['calibrate', 'add', ...model, '--log', log])
    expect([code, err]).toEqual([0, ''])
    expect(await kept()).toMatchObject([
      { what: 'decode', tokensPerSecond: 50 },
      { what: 'prefill', tokensPerSecond: 1700 }
    ])
  })

  test.skipIf(process.platform === 'win32')(
    'run starts llama-server with the placement of the answer, and ends it',
    async () => {
      const pidFile = join(folder, 'pid.json')
      await writeFile(join(folder, 'server.cjs'), standInServer)
      const program = join(folder, 'llama-server')
      await writeFile(
        program,
        `#!/bin/sh\nexec "${process.execPath}" "${join(folder, 'server.cjs')}" good "${pidFile}" "$@"\n`
      )
      await chmod(program, 0o755)
      const { code, out, err } = await run(
        ['calibrate', 'run', ...model, '--engine', 'llama-server', '--file', 'model.gguf', '--json'],
        { PATH: `${folder}:${process.env['PATH'] ?? ''}` }
      )
      expect(err).toMatch(/Run 3 of 3: 42\.0 tokens\/s/)
      expect(code).toBe(0)
      const { records } = JSON.parse(out) as Kept
      expect(records).toMatchObject([
        { what: 'decode', tokensPerSecond: 42, depthTokens: 605 },
        { what: 'prefill', tokensPerSecond: 1000, promptTokens: 541 }
      ])
      const { pid, args } = JSON.parse(await readFile(pidFile, 'utf8')) as { pid: number; args: string[] }
      expect(args.join(' ')).toMatch(/^-m model\.gguf .*-c 4096 -np 1 -ngl 37$/)
      expect(() => process.kill(pid, 0)).toThrow()
    }
  )

  test('run asks LM Studio, and takes the file type that it says', async () => {
    const stats = { tokens_per_second: 51, time_to_first_token: 0.1 }
    const answer = {
      usage: { prompt_tokens: 20, completion_tokens: 128 },
      stats,
      model_info: { quant: 'Q4_K_M', format: 'gguf' }
    }
    const server = createServer((request, response) => {
      response.end(JSON.stringify(request.url === '/api/v0/models' ? { data: [{ id: 'qwen3-8b' }] } : answer))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const url = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const ask = ['calibrate', 'run', 'qwen3-8b', '--engine', 'lm-studio', '--file', 'qwen3-8b']
    expect((await run([...ask, '--url', url])).code).toBe(0)
    expect(await kept()).toMatchObject([{ engine: 'LM Studio', quant: 'Q4_K_M', tokensPerSecond: 51 }])
    const other = await run([...ask, '--url', url, '-q', 'Q8_0'])
    expect([other.code, other.err]).toEqual([
      2,
      expect.stringMatching(/lm-studio ran a file of type Q4_K_M, not Q8_0/) as string
    ])
    const away = await run([...ask, '--url', 'http://192.0.2.1:1234'])
    expect([away.code, away.err]).toEqual([2, expect.stringMatching(/add --any-address/) as string])
  })

  test.each([
    [['add', 'qwen3-8b', '--speed', '50'], /--quant: name the file type/],
    [['add', ...model], /give --speed, --prefill, or --log/],
    [['add', ...model, '--speed', '90000'], /cannot be explained by the bandwidth of GeForce RTX 3060/],
    [['add', 'qwen3-8bb', '-q', 'Q4_K_M', '--speed', '50'], /qwen3-8b/],
    [['run', ...model, '--engine', 'ollama', '--file', 'x', '--url', 'localhost'], /--url: only lm-studio/],
    [
      ['run', ...model, '--engine', 'llamafile', '--file', 'x'],
      /llama-bench, llama-server, ollama, lm-studio, mlx/
    ]
  ])('%j is refused with a sentence and 2', async (args, sentence) => {
    const { code, err } = await run(['calibrate', ...args])
    expect(code).toBe(2)
    expect(err).toMatch(sentence)
  })
})
