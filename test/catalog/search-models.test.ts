import { expect, test } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { searchModels } from '../../src/catalog/search-models.ts'

const slugs = (query: string): string[] => searchModels(query).map(({ model }) => model.slug)

test.each([
  ['Qwen3-30B-A3B', 'qwen3-30b-a3b'],
  ['qwen3 30b-a3b', 'qwen3-30b-a3b'],
  ['gemma 27', 'gemma-3-27b-it'],
  ['30b a3b qwen', 'qwen3-30b-a3b-instruct-2507'],
  ['qwen 3 235', 'qwen3-235b-a22b'],
  ['235BA22B', 'qwen3-235b-a22b'],
  ['kimi 2', 'kimi-k2-instruct'],
  ['maverik', 'llama-4-maverick-17b-128e-instruct'],
  ['gema 27b', 'gemma-3-27b-it'],
  ['qwn 235b', 'qwen3-235b-a22b'],
  ['ministrel 14b', 'ministral-3-14b-instruct-2512'],
  ['granit 3.3 8b', 'granite-3.3-8b-instruct'],
  ['huawei', 'pangu-pro-moe-model'],
  ['r1', 'deepseek-r1'],
  ['gpt oss', 'gpt-oss-20b']
])('“%s” puts %s first', (query, slug) => {
  expect(slugs(query)[0]).toBe(slug)
})

test('every letter typed on the way to a name keeps the model in the list', () => {
  const name = 'qwen3-30b-a3b'
  for (let length = 1; length <= name.length; length++) {
    expect(slugs(name.slice(0, length)), name.slice(0, length)).toContain('qwen3-30b-a3b')
  }
})

test('every word must match: moe leaves only models with experts', () => {
  const found = searchModels('qwen 30b moe')
  expect(found.map(({ model }) => model.slug)).toContain('qwen3-30b-a3b')
  expect(found.every(({ model }) => model.architecture?.experts !== undefined)).toBe(true)
})

test('a size is that size: 3b is not 30b, and a near number is no typing error', () => {
  expect(slugs('qwen 3b')).not.toContain('qwen3-30b-a3b')
  expect(slugs('qwen 31b')).toEqual([])
})

test('a hit through an alias says so, a hit by name does not', () => {
  expect(searchModels('kimi 2')[0]?.why).toBe('also called “Kimi 2”')
  expect(searchModels('kimi k2')[0]?.why).toBeNull()
})

test.each([
  ['mixtrl', 'mixtral-8x22b-instruct-v0.1', '“mixtral” was meant'],
  ['google 27b', 'gemma-3-27b-it', 'by Google'],
  ['huawei', 'pangu-pro-moe-model', 'by Huawei'],
  ['qwen 30b moe', 'qwen3-30b-a3b-instruct-2507', 'moe'],
  ['apache 7b', 'granite-4.0-h-tiny', 'licence Apache-2.0']
])('“%s” finds %s and says why', (query, slug, why) => {
  const [first] = searchModels(query)
  expect([first?.model.slug, first?.why]).toEqual([slug, why])
})

test('nothing typed shows everything, nonsense shows nothing', () => {
  expect(searchModels('  ')).toHaveLength(models.length)
  expect(searchModels('xyzzy')).toEqual([])
})
