import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engineDefaults, type ResolvedSettings } from '../../../src/core/engine/settings.ts'
import { describeFault } from '../../../src/core/model/gguf/fault.ts'
import { layOutFile } from '../../../src/core/placement/file-layout.ts'
import { headerOf, type Sample } from '../model/gguf/sample-headers.ts'

interface Case extends Sample {
  /** GPUs, settings, and the compute buffers of each GPU and the host: measured with llama.cpp v0.5.0. */
  readonly rows: readonly (readonly [number, Partial<ResolvedSettings>, readonly number[]])[]
}

const truth = join(import.meta.dirname, '../../truth/graphs.json')
const { models } = JSON.parse(readFileSync(truth, 'utf8')) as { readonly models: readonly Case[] }

describe.each(models.map((each) => [each.architecture, each] as const))('the graph of %s', (_, sample) => {
  const bytes = headerOf(sample)
  test.each(sample.rows)('%i GPUs, %o: compute buffers to the byte', (gpus, change, wanted) => {
    const settings = { ...engineDefaults, contextTokens: 4096, gpuLayers: 999, cpuMoeLayers: 0, ...change }
    const layout = layOutFile(bytes, settings, gpus)
    if (!layout.ok) throw new Error(describeFault(layout.error))
    const { value } = layout
    expect(value.computeExact).toBe(true)
    expect([...value.gpus, value.host].map(({ compute }) => compute)).toEqual(wanted)
  })
})
