import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  architectureOfConfig,
  type ConfigFacts
} from '../../../../src/core/model/config/architecture-of-config.ts'
import { type ConfigError, parseConfig } from '../../../../src/core/model/config/config-json.ts'
import { countParameters } from '../../../../src/core/model/parameters.ts'
import { tensorTable } from '../../../../src/core/model/tensor-table.ts'
import { configs } from './configs/all.ts'

const llama = configs['llama-3.1-8b-instruct'] ?? {}

function errorOf(config: Readonly<Record<string, unknown>>): ConfigError {
  const facts = architectureOfConfig(config)
  if (facts.ok) throw new Error('There should be an error.')
  return facts.error
}

function factsOf(config: Readonly<Record<string, unknown>>): ConfigFacts {
  const facts = architectureOfConfig(config)
  if (!facts.ok) throw new Error(facts.error.message)
  return facts.value
}

test.each(['hidden_size', 'num_hidden_layers', 'num_attention_heads', 'intermediate_size', 'vocab_size'])(
  'without %s the error names it',
  (field) => {
    const error = errorOf({ ...llama, [field]: null })
    expect(error.field).toBe(field)
    expect(error.message).toContain(`${field} is missing`)
  }
)

test.each([
  ['hidden_size', -4096],
  ['hidden_size', '4096'],
  ['num_hidden_layers', 1.5],
  ['num_hidden_layers', 1_000_000],
  ['num_key_value_heads', 5],
  ['vocab_size', 0],
  ['attention_bias', 'yes'],
  ['layer_types', ['full_attention']],
  ['layer_types', Array.from({ length: 32 }, () => 'telepathy')]
])('%s: %j is refused by name', (field, value) => {
  expect(errorOf({ ...llama, [field]: value }).field).toBe(field)
})

test('a field inside a wrapper is named by its path', () => {
  const wrapper = configs['mistral-small-3.1-24b-instruct-2503'] ?? {}
  const text = wrapper['text_config'] as Record<string, unknown>
  expect(errorOf({ ...wrapper, text_config: { ...text, hidden_size: null } }).field).toBe(
    'text_config.hidden_size'
  )
})

test('sliding layers without a window are refused', () => {
  const types = Array.from({ length: 32 }, () => 'sliding_attention')
  expect(errorOf({ ...llama, layer_types: types }).field).toBe('sliding_window')
})

test('an encoder is no language model', () => {
  expect(errorOf({ architectures: ['BertModel'], hidden_size: 768 }).message).toContain('bert')
})

test('a class that is not known is read by general rules, and that is said', () => {
  const { architecture, notes } = factsOf({
    ...llama,
    architectures: ['NewThingForCausalLM'],
    model_type: 'new_thing'
  })
  expect(architecture.gguf).toBeNull()
  expect(countParameters(tensorTable(architecture), architecture).total).toBe(8_030_261_248)
  expect(notes.join(' ')).toContain('NewThingForCausalLM is not known')
})

test("Python's Infinity and NaN are read, inside words they stay", () => {
  const parsed = parseConfig('{"time_step_limit": [0.0, Infinity], "x": NaN, "name": "to Infinity"}')
  expect(parsed).toEqual({ ok: true, value: { time_step_limit: [0, null], x: null, name: 'to Infinity' } })
})

test.each([
  ['<!DOCTYPE html><html></html>', 'HTML'],
  ['{"hidden_size": 4096', 'not JSON'],
  ['[1, 2]', 'no object'],
  ['', 'not JSON']
])('%s is no config', (text, word) => {
  const parsed = parseConfig(text)
  expect(parsed.ok ? '' : parsed.error.message).toContain(word)
})

test('whatever a config holds, the answer is facts or a sentence', () => {
  const names = [...new Set(Object.values(configs).flatMap((config) => Object.keys(config)))]
  const anything = fc.oneof(
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.string({ maxLength: 8 }),
    fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 8 }),
    fc.constant({})
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(configs)),
      fc.dictionary(fc.constantFrom(...names), anything, { maxKeys: 3 }),
      (config, changed) => {
        const facts = architectureOfConfig({ ...config, ...changed })
        if (!facts.ok) expect(facts.error.message).toMatch(/\.$|\?$/)
      }
    ),
    { numRuns: 400 }
  )
})
