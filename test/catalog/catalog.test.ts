import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { modelFiles } from '../../src/catalog/bundled.ts'
import { models } from '../../src/catalog/catalog.ts'
import { checkDevices, checkModels } from '../../src/catalog/check-rows.ts'
import { checkCount, type CountCheck } from '../../src/catalog/count-check.ts'
import { devices } from '../../src/catalog/devices.ts'
import type { DeviceSpec } from '../../src/core/machine/device.ts'
import { type Architecture, layerKinds } from '../../src/core/model/architecture.ts'
import { isRunnable, type ModelSpec } from '../../src/core/model/model.ts'
import type { architectureSchema } from '../../src/core/schema/architecture.ts'
import { cpuMemoryFileSchema } from '../../src/core/schema/cpu-memory.ts'
import { deviceFileSchema, deviceSpecSchema } from '../../src/core/schema/device.ts'
import { modelFileSchema, modelSpecSchema } from '../../src/core/schema/model.ts'

const resources = join(import.meta.dirname, '../../resources')
const read = (file: string): unknown => JSON.parse(readFileSync(join(resources, file), 'utf8'))
const filesIn = (folder: string): string[] =>
  readdirSync(join(resources, folder)).map((file) => join(folder, file))

test('the schemas and the types describe the same rows', () => {
  expectTypeOf<z.infer<typeof architectureSchema>>().toExtend<Architecture>()
  expectTypeOf<Architecture>().toExtend<z.infer<typeof architectureSchema>>()
  expectTypeOf<z.infer<typeof modelSpecSchema>>().toExtend<ModelSpec>()
  expectTypeOf<ModelSpec>().toExtend<z.infer<typeof modelSpecSchema>>()
  expectTypeOf<z.infer<typeof deviceSpecSchema>>().toExtend<DeviceSpec>()
  expectTypeOf<DeviceSpec>().toExtend<z.infer<typeof deviceSpecSchema>>()
})

test.each(filesIn('catalog/models'))('%s parses', (file) => {
  expect(() => modelFileSchema.parse(read(file))).not.toThrow()
})

test.each(filesIn('catalog/devices'))('%s parses', (file) => {
  expect(() => deviceFileSchema.parse(read(file))).not.toThrow()
})

test('every models file is imported', () => {
  expect(modelFiles).toHaveLength(filesIn('catalog/models').length)
})

test.each([
  ['models', modelFileSchema],
  ['devices', deviceFileSchema],
  ['cpu-memory', cpuMemoryFileSchema]
] as const)('%s.schema.json is what scripts/write-schema.ts would write', (name, schema) => {
  expect(read(`schema/${name}.schema.json`)).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(schema))))
})

test('the rows as the program sees them are whole', () => {
  for (const model of models) expect(modelSpecSchema.safeParse(model).error, model.id).toBeUndefined()
  for (const device of devices) expect(deviceSpecSchema.safeParse(device).error, device.id).toBeUndefined()
})

test('names are unique and every shape gives the published number of weights', () => {
  expect([...checkModels(models), ...checkDevices(devices)]).toEqual([])
})

test('the check notices a wrong dimension, a taken name and a repeated id', () => {
  const [model] = models.filter(({ slug }) => slug === 'qwen3-8b')
  if (!model?.architecture) throw new Error('qwen3-8b is in the catalogue')
  const wider = {
    ...model,
    architecture: { ...model.architecture, vocabSize: model.architecture.vocabSize + 1 }
  }
  expect(checkModels([wider])).toEqual([
    'Qwen/Qwen3-8B: architecture: the shape gives 8190743552, published is 8190735360 (+8192); ' +
      'a dimension is wrong, or the count holds what the row does not state'
  ])
  expect(checkModels([model, { ...model, id: 'other/name', slug: 'name' }])).toContain(
    'other/name: “Qwen3 8B” already means Qwen/Qwen3-8B; take it from the aliases of one of them'
  )
  expect(checkModels([model, model])).toContain('id Qwen/Qwen3-8B is there twice')
})

test('the check notices a repository in two rows, and one that has another shape', () => {
  const [a, b] = models
  if (!a || !b) throw new Error('there are models')
  const files = { gguf: ['someone/some-GGUF'] }
  expect(
    checkModels([
      { ...a, files },
      { ...b, files }
    ])
  ).toContain(`${b.id}: someone/some-GGUF already belongs to ${a.id}; list it there alone`)
  expect(checkModels([{ ...a, files, otherShapes: files.gguf }])).toContain(
    `${a.id}: someone/some-GGUF is said to have another shape`
  )
})

test('what a published count holds besides the text weights is named', () => {
  const count = (slug: string): CountCheck | null => {
    const model = models.filter(isRunnable).find((one) => one.slug === slug)
    return model ? checkCount(model) : null
  }
  expect(count('qwen3-8b')).toMatchObject({ verdict: 'exact', others: [] })
  expect(count('qwen3.6-27b')).toMatchObject({
    verdict: 'exact',
    others: [
      { what: 'vision tower', elements: 460730096 },
      { what: 'MTP layers', elements: 424699392 }
    ]
  })
  expect(count('moonlight-16b-a3b-instruct')).toMatchObject({ verdict: 'partly' })
  expect(count('solar-open-100b')).toMatchObject({ verdict: 'rounded' })
})

test('there are 250 models or more, the 25 that people run now first, then the newest', () => {
  expect(models.length).toBeGreaterThanOrEqual(250)
  const places = models.map(({ popularity }) => popularity ?? Infinity)
  expect(places).toEqual([...places].sort((a, b) => (a === b ? 0 : a - b)))
  const rest = models.filter(({ popularity }) => popularity === undefined).map(({ release }) => release)
  expect(rest).toEqual([...rest].sort((a, b) => b.localeCompare(a)))
})

test('the schema refuses what nobody meant to write', () => {
  const [file] = modelFiles
  const [row] = file?.models ?? []
  const parses = (change: object): boolean =>
    modelFileSchema.safeParse({ ...file, models: [{ ...row, ...change }] }).success
  expect(parses({})).toBe(true)
  expect(parses({ contextLenght: 1 })).toBe(false)
  expect(parses({ release: '2025' })).toBe(false)
  expect(parses({ architecture: null })).toBe(false)
  expect(parses({ sources: undefined })).toBe(false)
  expect(parses({ sources: { ...row?.sources, license: undefined } })).toBe(false)
  expect(parses({ sources: { ...row?.sources, context: 'somewhere' } })).toBe(false)
  expect(parses({ sources: { ...row?.sources, files: undefined }, variants: ['a/b'] })).toBe(false)
  expect(parses({ files: { tar: ['a/b'] } })).toBe(false)
  expect(parses({ files: { gguf: ['no publisher'] } })).toBe(false)
  expect(parses({ architecture: { ...row?.architecture, layers: 1.5 } })).toBe(false)
  expect(parses({ architecture: { ...row?.architecture, layerPattern: ['sliding', 'full'] } })).toBe(false)
})

test('the article is all there: every model it names has a row', () => {
  const wordings = new Set(models.flatMap(({ article }) => article?.wording ?? []))
  expect([...wordings].sort()).toMatchInlineSnapshot(`
    [
      "DeepSeek-R1",
      "ERNIE 4.5, from the smallest to 424B",
      "GPT-2",
      "Gemma 3, up to 27B",
      "Grok-1",
      "Grok-3",
      "IBM's Granite",
      "Kimi K2",
      "Llama 3.1 405B",
      "Llama 4 Behemoth",
      "Llama 4 Maverick",
      "Llama 4 Scout",
      "MiniMax-M1",
      "Pangu Pro MoE",
      "Phi-4",
      "Phi-4-reasoning",
      "QwQ-32B",
      "Qwen3-235B-A22B",
      "Qwen3-30B-A3B",
      "gpt-oss-120b",
      "gpt-oss-20b",
      "o3-mini",
    ]
  `)
  const orders = models.flatMap(({ article }) => article?.order ?? []).sort((a, b) => a - b)
  expect(orders).toEqual(orders.map((_, at) => at + 1))
})

test('what cannot be had has no shape', () => {
  const closed = models.filter(({ availability }) => availability !== 'open-weights')
  expect(closed.map(({ name, availability }) => `${name}: ${availability}`).sort()).toEqual([
    'Grok-3: closed',
    'Llama 4 Behemoth: announced',
    'OpenAI o3-mini: closed'
  ])
  expect(closed.every(({ architecture }) => architecture === null)).toBe(true)
})

test('the 25 places of what people run now are all taken', () => {
  const places = new Set(models.flatMap(({ popularity }) => popularity ?? []))
  expect([...places].sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, at) => at + 1))
})

test('patterns unfold to the layers that the publishers describe', () => {
  const count = (slug: string): Record<string, number> => {
    const architecture = models.find((model) => model.slug === slug)?.architecture
    const kinds = architecture ? layerKinds(architecture) : []
    return Object.fromEntries(
      [...new Set(kinds)].map((kind) => [kind, kinds.filter((one) => one === kind).length])
    )
  }
  expect(count('gemma-3-27b-it')).toEqual({ sliding: 52, full: 10 })
  expect(count('gpt-oss-20b')).toEqual({ sliding: 12, full: 12 })
  expect(count('llama-4-scout-17b-16e-instruct')).toEqual({ chunked: 36, full: 12 })
  expect(count('qwen3.6-35b-a3b')).toEqual({ gated_delta_net: 30, full: 10 })
  expect(count('minimax-m1-80k')).toEqual({ lightning: 70, full: 10 })
  expect(count('granite-4.0-h-tiny')).toEqual({ mamba2: 36, full: 4 })
  expect(count('nvidia-nemotron-3-nano-30b-a3b-bf16')).toEqual({ mamba2: 23, moe: 23, full: 6 })
  expect(count('kimi-linear-48b-a3b-instruct')).toEqual({ kda: 20, full: 7 })
})
