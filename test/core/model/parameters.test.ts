import { describe, expect, it } from 'vitest'
import { countParameters } from '../../../src/core/model/parameters.ts'
import { tensorTable } from '../../../src/core/model/tensor-table.ts'
import { denseModels } from './dense-models.ts'
import { hybridModels } from './hybrid-models.ts'
import { mixtureModels } from './mixture-models.ts'

const billions = (n: number): string => `${(n / 1e9).toFixed(3)}B`

describe('the parameter count of a shape is the published one, to the last weight', () => {
  const models = [...denseModels, ...mixtureModels, ...hybridModels].map((model) => ({
    ...model,
    title: `${model.id} ${billions(model.total)}, ${billions(model.active)} active`
  }))

  it.each(models)('$title', ({ total, active, architecture }) => {
    expect(countParameters(tensorTable(architecture), architecture)).toEqual({ total, active })
  })
})

describe('what counts', () => {
  const dense = denseModels.find(({ id }) => id === 'Qwen/Qwen3-0.6B')?.architecture
  const moe = mixtureModels.find(({ id }) => id === 'Qwen/Qwen3-30B-A3B')?.architecture
  if (!dense || !moe) throw new Error('Qwen3 is missing among the published models.')

  it('a tied embedding once, an untied head in addition', () => {
    const tied = countParameters(tensorTable(dense), dense)
    const untied = { ...dense, tiedEmbeddings: false }
    expect(countParameters(tensorTable(untied), untied).total - tied.total).toBe(1024 * 151936)
  })

  it('routed experts by the share a token reads', () => {
    const all = { ...moe, experts: { ...moe.experts, perToken: moe.experts?.count } } as typeof moe
    const count = countParameters(tensorTable(all), all)
    expect(count.active).toBe(count.total)
  })

  it('constants of the rotary embedding not at all', () => {
    const scaled = { ...dense, attention: { ...dense.attention, ropeFactors: { kind: 'llama3' as const } } }
    expect(tensorTable(scaled)).toHaveLength(tensorTable(dense).length + 1)
    expect(countParameters(tensorTable(scaled), scaled)).toEqual(countParameters(tensorTable(dense), dense))
  })
})
