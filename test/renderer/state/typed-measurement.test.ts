import { expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { isRunnable } from '../../../src/core/model/model.ts'
import {
  nothingTyped,
  type TypedMeasurement,
  understand,
  type Understood
} from '../../../src/renderer/state/typed-measurement.ts'
import { exampleMachine } from '../fixtures/machine.ts'

const model = models.find(({ slug }) => slug === 'llama-3.1-8b-instruct')
const of = (typed: Partial<TypedMeasurement>): Understood => {
  if (!model || !isRunnable(model)) throw new Error('the catalogue has no Llama 3.1 8B')
  const run = { model, quant: 'Q4_K_M' as const, machine: exampleMachine, records: [], date: '2026-11-25' }
  return understand({ ...nothingTyped, ...typed }, run)
}

test('nothing typed is nothing to say', () => {
  expect(of({})).toEqual({ kept: [], wrong: [], empty: true })
  expect(of({ from: 'log', log: ' \n' }).empty).toBe(true)
})

test('a speed becomes a record with what it corrects, with a comma as with a point', () => {
  const [one] = of({ decode: ' 80,5 ', depth: '4 096' }).kept
  expect(one).toMatchObject({
    what: 'decode',
    tokensPerSecond: 80.5,
    depthTokens: 4096,
    engine: 'by hand',
    correction: { device: 'Example 16' }
  })
})

test('a log is read, of which the telling rates count', () => {
  const line = (prompt: number, written: number, speed: number): string =>
    JSON.stringify({ n_prompt: prompt, n_gen: written, n_depth: 0, avg_ts: speed })
  const found = of({ from: 'log', log: `${line(512, 0, 4000)}\n${line(0, 128, 85)}` })
  expect(found.kept).toMatchObject([{ what: 'decode', tokensPerSecond: 85, depthTokens: 64 }])
  // The example card has no arithmetic rate that a prefill could correct.
  expect(found.wrong).toEqual(['The arithmetic rate of Example 16 is not known.'])
})

test.each<[Partial<TypedMeasurement>, RegExp]>([
  [{ decode: 'fast' }, /^A speed in tokens per second above 0/],
  [{ decode: '0' }, /^A speed in tokens per second above 0/],
  [{ prefill: '-4' }, /^A speed in tokens per second above 0/],
  [{ decode: '80', depth: 'deep' }, /^Tokens in the cache: a whole number/],
  [{ decode: '9000' }, /cannot be explained by the bandwidth of Example 16: expected/],
  [{ from: 'log', log: 'hello' }, /^No speed is in it/]
])('%o is refused with a sentence', (typed, sentence) => {
  const { kept, wrong } = of(typed)
  expect(kept).toEqual([])
  expect(wrong).toHaveLength(1)
  expect(wrong[0]).toMatch(sentence)
})
