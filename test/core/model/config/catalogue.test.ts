import { expect, test } from 'vitest'
import { models } from '../../../../src/catalog/catalog.ts'
import type { Architecture } from '../../../../src/core/model/architecture.ts'
import { architectureOfConfig } from '../../../../src/core/model/config/architecture-of-config.ts'
import { countParameters, type ParameterCount } from '../../../../src/core/model/parameters.ts'
import { tensorTable } from '../../../../src/core/model/tensor-table.ts'
import { configs } from './configs/all.ts'

/*
 * Every catalogue row is held against its published count. So a config.json that maps to the facts of its row gives
 * the published count, and its cache and its speed are those of the row as well.
 */

const count = (architecture: Architecture): ParameterCount =>
  countParameters(tensorTable(architecture), architecture)

/** Whether MTP layers are shipped is in the tensors, not in the config; GLM-5.2's has an indexer of its own. */
function withoutPrediction(row: Architecture): Partial<Architecture> {
  const shape = Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'mtp'))
  const { indexer } = row.attention
  if (!indexer?.layers) return shape
  const layers = indexer.layers.filter((layer) => layer < row.layers)
  return { ...shape, attention: { ...row.attention, indexer: { ...indexer, layers } } }
}

test.each(Object.keys(configs))('config.json of %s gives the facts of its row', (slug) => {
  const row = models.find((model) => model.slug === slug)?.architecture
  if (!row) throw new Error(`The catalogue has no row ${slug}.`)
  const facts = architectureOfConfig(configs[slug] ?? {})
  if (!facts.ok) throw new Error(facts.error.message)
  const { architecture, notes } = facts.value
  expect(count(architecture)).toEqual(count(row))
  expect(architecture).toEqual(withoutPrediction(row))
  expect(notes.filter((note) => note.includes('not known'))).toEqual([])
})

test('at least 60 rows, and every architecture of the catalogue that is published with a config.json', () => {
  const slugs = new Set(Object.keys(configs))
  const without = new Set(
    models.filter(({ slug }) => !slugs.has(slug)).map(({ architecture }) => architecture?.gguf)
  )
  for (const { slug, architecture } of models) if (slugs.has(slug)) without.delete(architecture?.gguf)
  expect(slugs.size).toBeGreaterThan(60)
  expect(without).toEqual(new Set([undefined, 'qwen4exp']))
})
