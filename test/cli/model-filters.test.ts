import { expect, test } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { type FilterOptions, filterOf } from '../../src/cli/model-filters.ts'
import { UsageError } from '../../src/cli/usage-error.ts'

const slugs = (options: FilterOptions): string[] => models.filter(filterOf(options)).map(({ slug }) => slug)

test('no filter keeps every model', () => {
  expect(slugs({})).toHaveLength(models.length)
})

test.each<[FilterOptions, string, string]>([
  [{ publisher: 'google' }, 'gemma-3-27b-it', 'phi-4'],
  [{ publisher: 'mistralai' }, 'devstral-small-2507', 'phi-4'],
  [{ country: 'france' }, 'devstral-small-2507', 'gemma-3-27b-it'],
  [{ license: 'mit' }, 'deepseek-r1', 'gemma-3-27b-it'],
  [{ modality: 'audio' }, 'gemma-3n-e4b-it', 'gemma-3-27b-it'],
  [{ size: '27b' }, 'gemma-3-27b-it', 'gemma-3-12b-it'],
  [{ size: '4b-9b' }, 'qwen3-8b', 'qwen3-14b'],
  [{ size: '-1b' }, 'qwen3-0.6b', 'qwen3-4b'],
  [{ size: '500b-' }, 'kimi-k2-instruct', 'qwen3-235b-a22b'],
  [{ active: '3b' }, 'qwen3-30b-a3b', 'qwen3-32b'],
  [{ since: '2026-08' }, 'qwen3.8-27b', 'qwen3.6-27b'],
  [{ until: '2019' }, 'gpt2', 'qwen3-8b'],
  [{ runsOn: 'MLX' }, 'longcat-flash-chat', 'ernie-4.5-vl-28b-a3b-pt'],
  [{ experts: true }, 'qwen3-30b-a3b', 'qwen3-8b']
])('%o keeps %s and drops %s', (options, kept, dropped) => {
  const found = slugs(options)
  expect(found).toContain(kept)
  expect(found).not.toContain(dropped)
})

test('filters add up', () => {
  for (const model of models.filter(filterOf({ country: 'china', size: '-10b', since: '2026' }))) {
    expect(model.country).toBe('China')
    expect(model.parameters.total).toBeLessThanOrEqual(10e9)
    expect(model.release >= '2026').toBe(true)
  }
})

test.each<FilterOptions>([{ size: 'big' }, { size: '-' }, { size: '1b-2b-3b' }, { since: 'April' }])(
  '%o is refused with how to write it',
  (options) => {
    expect(() => filterOf(options)).toThrow(UsageError)
    expect(() => filterOf(options)).toThrow(/Write it as/)
  }
)
