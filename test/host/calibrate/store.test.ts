import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Measurement } from '../../../src/core/fit/measurement.ts'
import { gigabytesPerSecond } from '../../../src/core/quantity.ts'
import { createHost } from '../../../src/host/create-host.ts'
import { addCalibration, readCalibration, removeCalibration } from '../../../src/host/calibrate/store.ts'

const decode: Measurement = {
  date: '2026-11-24',
  engine: 'llama.cpp',
  model: 'example/model',
  quant: 'Q4_K_M',
  what: 'decode',
  depthTokens: 64,
  tokensPerSecond: 50,
  correction: { device: 'Example card', factor: 0.8 }
}
const prefill: Measurement = {
  ...decode,
  what: 'prefill',
  depthTokens: 0,
  promptTokens: 512,
  tokensPerSecond: 4000,
  correction: { device: 'Example card', factor: 1.2, bandwidth: gigabytesPerSecond(800) }
}

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-calibrate-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('measurements are kept under numbers, and can be removed', async () => {
  expect(await readCalibration(folder)).toEqual([])
  expect((await addCalibration(folder, decode)).id).toBe(1)
  expect((await addCalibration(folder, prefill)).id).toBe(2)
  expect((await addCalibration(folder, { ...decode, engine: 'MLX', correction: null })).id).toBe(3)
  expect(await removeCalibration(folder, 1)).toBe(true)
  expect(await removeCalibration(folder, 1)).toBe(false)
  expect(await readCalibration(folder)).toEqual([
    { id: 2, ...prefill },
    { id: 3, ...decode, engine: 'MLX', correction: null }
  ])
})

test('a file of version 1 is read, and written as version 2 with the next one', async () => {
  const path = join(folder, 'calibration.json')
  const old = {
    id: 7,
    date: '2026-11-24',
    engine: 'llama.cpp',
    model: 'example/model',
    quant: 'Q4_K_M',
    depthTokens: 64,
    tokensPerSecond: 50,
    device: 'Example card',
    factor: 0.8
  }
  await writeFile(path, JSON.stringify({ version: 1, records: [old] }))
  expect(await readCalibration(folder)).toEqual([{ id: 7, ...decode }])
  await addCalibration(folder, prefill)
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
    version: 2,
    records: [
      { id: 7, ...decode },
      { id: 8, ...prefill }
    ]
  })
})

test.each(['{ "version": 2, "records": [', '{ "version": 3, "records": [] }', '[]'])(
  'a damaged file is never written over: %s',
  async (text) => {
    const path = join(folder, 'calibration.json')
    await writeFile(path, text)
    await expect(addCalibration(folder, decode)).rejects.toThrow(/damaged: repair the file or move it away/)
    await expect(createHost({ dataFolder: folder }).listMeasurements()).rejects.toThrow(/damaged/)
    expect(await readFile(path, 'utf8')).toBe(text)
  }
)

test('the page adds at the same time without losing one', async () => {
  const host = createHost({ dataFolder: folder })
  await Promise.all([host.addMeasurement(decode), host.addMeasurement(prefill)])
  expect((await host.listMeasurements()).map(({ id, what }) => [id, what])).toEqual([
    [1, 'decode'],
    [2, 'prefill']
  ])
  expect(await host.removeMeasurement(1)).toBe(true)
  expect(await host.removeMeasurement(1)).toBe(false)
})
