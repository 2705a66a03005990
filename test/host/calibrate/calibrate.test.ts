import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { gib, gigabytesPerSecond } from '../../../src/core/quantity.ts'
import { correctionOf } from '../../../src/core/speed/calibration.ts'
import { predictSpeed } from '../../../src/core/speed/predict-speed.ts'
import { applyCalibration } from '../../../src/host/calibrate/apply-calibration.ts'
import { benchOf, runBench, type Started } from '../../../src/host/calibrate/run-bench.ts'
import { addCalibration, readCalibration, removeCalibration } from '../../../src/host/calibrate/store.ts'
import { machine } from '../../core/report/example.ts'
import { nothing, whole, withDevice } from '../../core/speed/example-input.ts'

const record = {
  date: '2026-11-24',
  engine: 'llama.cpp',
  model: 'example/model',
  quant: 'Q4_K_M',
  depthTokens: 64,
  tokensPerSecond: 50,
  device: 'NVIDIA GeForce RTX 4070 Ti SUPER',
  factor: 0.8
}

describe('a measured speed', () => {
  const likely = (input: typeof whole): number => {
    const speed = predictSpeed(input)
    if (!speed.known) throw new Error(speed.reason)
    return speed.decode.likely
  }

  test('corrects the bandwidth so that the prediction meets it', () => {
    const measured = likely(whole) * 0.8
    const correction = correctionOf(whole, measured)
    if ('error' in correction) throw new Error(correction.error)
    expect(correction.device).toBe('Example card')
    expect(correction.factor).toBeLessThan(0.8)
    const bandwidth = gigabytesPerSecond(1000 * correction.factor)
    expect(likely(withDevice(whole, { bandwidth }))).toBeCloseTo(measured, 6)
  })

  test('corrects RAM where a part lies there', () => {
    const cpu = { ...nothing, layers: 4, activeBytes: gib(1), totalBytes: gib(8) }
    const input = { ...whole, modelLayers: 36, cpu, ramBandwidth: gigabytesPerSecond(80) }
    expect(correctionOf(input, likely(input) * 0.9)).toMatchObject({ device: 'RAM' })
  })

  test('that no bandwidth explains is refused with what was expected', () => {
    expect(correctionOf(whole, 5000)).toMatchObject({
      error: expect.stringMatching(/cannot be explained/) as string
    })
  })
})

describe('measurements are kept', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-calibrate-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  test('under numbers, and can be removed', async () => {
    expect(await readCalibration(folder)).toEqual([])
    expect((await addCalibration(folder, record)).id).toBe(1)
    expect((await addCalibration(folder, record)).id).toBe(2)
    expect(await removeCalibration(folder, 1)).toBe(true)
    expect(await removeCalibration(folder, 1)).toBe(false)
    expect(await readCalibration(folder)).toEqual([{ id: 2, ...record }])
  })

  test('and a damaged file is never written over', async () => {
    const path = join(folder, 'calibration.json')
    await writeFile(path, '{ "version": 1, "records": [')
    await expect(addCalibration(folder, record)).rejects.toThrow(/damaged: repair the file or move it away/)
    expect(await readFile(path, 'utf8')).toBe('{ "version": 1, "records": [')
  })

  test('and correct the machine, with the middle of several runs', () => {
    const runs = [0.7, 0.8, 1.2].map((factor, at) => ({ id: at + 1, ...record, factor }))
    const [gpu] = applyCalibration(machine, runs).accelerators
    expect(gpu?.bandwidth).toMatchObject({ known: true, value: 672e9 * 0.8 })
    expect(gpu?.bandwidth.known === true && gpu.bandwidth.source).toMatch(
      /corrected by 3 runs on this machine/
    )
    expect(applyCalibration(machine, [])).toBe(machine)
  })
})

describe('a benchmark that is asked for', () => {
  const started = (output: string, code: number | null): Started => ({
    onOutput: (listener) => listener(output),
    onError: () => undefined,
    ended: Promise.resolve(code),
    kill: () => undefined
  })
  const bench = benchOf('llama-bench', 'model.gguf', 4096)

  test('is a short run of llama-bench at the depth', () => {
    expect(bench).toEqual({
      program: 'llama-bench',
      args: ['-m', 'model.gguf', '-p', '512', '-n', '128', '-r', '3', '-d', '4096', '-o', 'jsonl']
    })
  })

  test('tells its progress line by line and gives its rates', async () => {
    const lines: string[] = []
    const output = `loading\n${JSON.stringify({ n_prompt: 0, n_gen: 128, avg_ts: 42 })}\n`
    const outcome = await runBench(
      bench,
      () => started(output, 0),
      (line) => lines.push(line)
    )
    expect(lines[0]).toBe('loading')
    expect(outcome).toMatchObject({ ok: true, rates: [{ what: 'decode', tokensPerSecond: 42 }] })
  })

  test('that is cancelled is killed and says so', async () => {
    const cancel = new AbortController()
    let stop: (code: number | null) => void = () => undefined
    const running: Started = {
      ...started('', 0),
      ended: new Promise((resolve) => (stop = resolve)),
      kill: () => stop(null)
    }
    const outcome = runBench(
      bench,
      () => running,
      () => undefined,
      cancel.signal
    )
    cancel.abort()
    expect(await outcome).toEqual({ ok: false, reason: 'Cancelled.' })
  })

  test('that fails, is missing or prints nothing says what to do', async () => {
    const reason = async (start: () => Started): Promise<string> => {
      const outcome = await runBench(bench, start, () => undefined)
      return outcome.ok ? '' : outcome.reason
    }
    expect(await reason(() => started('error: no such model', 1))).toBe(
      'llama-bench ended with code 1: error: no such model'
    )
    expect(await reason(() => ({ ...started('', 0), ended: Promise.reject(new Error('ENOENT')) }))).toMatch(
      /could not be started: install it/
    )
    expect(await reason(() => started('done', 0))).toBe('llama-bench printed no speed.')
  })
})
