import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engineDefaults, type ResolvedSettings } from '../../../src/core/engine/settings.ts'
import { fileProfile } from '../../../src/core/memory/file-profile.ts'
import { describeFault } from '../../../src/core/model/gguf/fault.ts'
import { fileModel } from '../../../src/core/model/gguf/file-model.ts'
import { parseHeader } from '../../../src/core/model/gguf/header.ts'
import { layOutFile } from '../../../src/core/placement/file-layout.ts'
import { headerOf, type Sample } from '../model/gguf/sample-headers.ts'

type Pair = readonly [weights: number, context: number]
interface Case extends Sample {
  /** Elements of all tensors, as llama.cpp counts them. */
  readonly parameters: number
  /** GPUs, settings, and what each GPU and the host hold: measured with llama.cpp v0.5.0. */
  readonly rows: readonly (readonly [number, Partial<ResolvedSettings>, readonly Pair[], Pair])[]
}

const truth = join(import.meta.dirname, '../../truth/gguf-headers.json')
const { models: cases } = JSON.parse(readFileSync(truth, 'utf8')) as { readonly models: readonly Case[] }

/** What each device holds, GPUs first. */
function held(bytes: Uint8Array, gpus: number, change: Partial<ResolvedSettings>): readonly Pair[] {
  const settings = { ...engineDefaults, contextTokens: 4096, gpuLayers: 999, cpuMoeLayers: 0, ...change }
  const layout = layOutFile(bytes, settings, gpus)
  if (!layout.ok) throw new Error(describeFault(layout.error))
  return [...layout.value.gpus, layout.value.host].map(({ weights, context }) => [weights, context])
}

function parameters(bytes: Uint8Array): number {
  const header = parseHeader(bytes)
  if (!header.ok) throw new Error(describeFault(header.error))
  const model = fileModel(header.value)
  if (!model.ok) throw new Error(describeFault(model.error))
  return fileProfile(model.value.file, model.value.architecture).parameters.total
}

describe.each(cases.map((each) => [each.architecture, each] as const))('the header of %s', (_, sample) => {
  const bytes = headerOf(sample)
  test('counts its parameters as llama.cpp does', () => {
    expect(parameters(bytes)).toBe(sample.parameters)
  })
  test.each(sample.rows)('%i GPUs, %o: weights and context to the byte', (gpus, settings, gpu, host) => {
    expect(held(bytes, gpus, settings)).toEqual([...gpu, host])
  })
})

// The whole set lies beside the repository where this is developed; the excerpt above stands for it elsewhere.
const whole = join(import.meta.dirname, '../../../../shared/truth/gguf-headers.json')
interface WholeRow {
  readonly file: string
  readonly gpus: number
  readonly engine: Partial<ResolvedSettings>
  readonly parameters: number
  readonly expect: { readonly gpu: readonly Part[]; readonly host: Part }
}
interface Part {
  readonly weights: number
  readonly context: number
}

test.skipIf(!existsSync(whole))('all measured headers, where they are at hand (else skipped)', () => {
  const rows = JSON.parse(readFileSync(whole, 'utf8')) as readonly WholeRow[]
  expect(rows.length).toBeGreaterThan(100)
  const wrong = rows.filter((row) => {
    const bytes = readFileSync(join(whole, '../gguf-headers', row.file))
    const wanted = [...row.expect.gpu, row.expect.host].map(({ weights, context }) => [weights, context])
    const got = held(bytes, row.gpus, row.engine)
    return JSON.stringify(got) !== JSON.stringify(wanted) || parameters(bytes) !== row.parameters
  })
  expect(wrong.map(({ file, engine }) => `${file} ${JSON.stringify(engine)}`)).toEqual([])
})
