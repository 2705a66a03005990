import { beforeEach, expect, test } from 'vitest'
import {
  addColumn,
  changeColumn,
  compared,
  moveColumn,
  type Question,
  questionOf,
  removeColumn,
  setColumns,
  startWith,
  undoCompared
} from '../../../src/renderer/state/compared.ts'
import { comparedFrom, comparedText } from '../../../src/renderer/state/compared-address.ts'

const asked = { contextTokens: 8192, parallel: 1, cacheType: 'f16' } as const
const question = (model: string, over: Partial<Question> = {}): Question => questionOf(asked, model, over)
const models = (): string[] => compared.getState().columns.map(({ model }) => model)

beforeEach(() => startWith([]))

test('columns are added once each, four at most, and a refusal is said', () => {
  for (const model of ['a', 'b', 'c', 'd']) expect(addColumn(question(model), model)).toBe(true)
  expect(compared.getState().note).toContain('d is in Compare')
  expect(addColumn(question('a'), 'a')).toBe(false)
  expect(compared.getState().note).toContain('a is compared already')
  expect(addColumn(question('e'), 'e')).toBe(false)
  expect(compared.getState().note).toContain('remove one')
  expect(models()).toEqual(['a', 'b', 'c', 'd'])
})

test('one model asked two ways is two columns', () => {
  addColumn(question('a'), 'a')
  expect(addColumn(question('a', { quant: 'Q8_0' }), 'a')).toBe(true)
  expect(addColumn(question('a', { machine: { kind: 'kept', name: 'attic' } }), 'a')).toBe(true)
})

test('columns move one place and stop at the edges', () => {
  setColumns([question('a'), question('b'), question('c')])
  const [first, , last] = compared.getState().columns
  moveColumn(first?.id ?? 0, 1)
  expect(models()).toEqual(['b', 'a', 'c'])
  moveColumn(last?.id ?? 0, 1)
  expect(models()).toEqual(['b', 'a', 'c'])
})

test('every change can be undone, the latest first', () => {
  setColumns([question('a'), question('b')])
  const [first] = compared.getState().columns
  changeColumn(first?.id ?? 0, { quant: 'Q6_K' })
  removeColumn(first?.id ?? 0)
  expect(models()).toEqual(['b'])
  undoCompared()
  expect(compared.getState().columns[0]?.quant).toBe('Q6_K')
  undoCompared()
  expect(compared.getState().columns[0]?.quant).toBe('auto')
  undoCompared()
  undoCompared()
  expect(models()).toEqual([])
})

test('what the address says is what it was told', () => {
  const questions: readonly Question[] = [
    question('qwen3-30b-a3b', { quant: 'Q4_K_M', contextTokens: 131_072, parallel: 4, cacheType: 'q8_0' }),
    question('a', { machine: { kind: 'kept', name: 'attic * 2, “old”' } }),
    question('b', {
      machine: { kind: 'simulated', device: 'apple-m2.x-32', count: 2, ramGib: 64, ramBandwidthGBs: 89.6 }
    }),
    question('c', {
      machine: { kind: 'simulated', device: null, count: 0, ramGib: 24, ramBandwidthGBs: null },
      tuning: { ubatch: 1024, gpuLayers: 7, cpuMoeLayers: 'auto' }
    })
  ]
  setColumns(questions)
  const parts = new URLSearchParams({ compare: comparedText(compared.getState().columns) ?? '' })
  const read = comparedFrom(new URLSearchParams(parts.toString()).get('compare') ?? '')
  expect(read).toEqual(questions)
})

test('no columns are no part of the address', () => {
  expect(comparedText([])).toBeUndefined()
})

test.each([
  '',
  '***',
  'a*auto*0*1*f16*here',
  'a*auto*8192*0*f16*here',
  'a*auto*8192*1*f17*here',
  'a*auto*8192*1*f16*there',
  'a*auto*8192*1*f16*kept.',
  'a*auto*8192*1*f16*kept.%E0%A4',
  'a*auto*8192*1*f16*sim_1_0_x_card',
  'a*auto*8192*1*f16*sim_0_32_x_card',
  'a*auto*8192*1*f16*sim_1_32_0_card',
  'a*auto*8192*1*f16*sim_1_32_x_../card'
])('a column of an address that makes no sense is left out: %s', (text) => {
  expect(comparedFrom(text)).toEqual([])
})

test('a file type nobody knows is the planner’s choice, and a fifth column is left out', () => {
  const read = comparedFrom(Array.from({ length: 6 }, (_, i) => `m${i}*Q99*8192*1*f16*here`).join('**'))
  expect(read.map(({ model, quant }) => `${model} ${quant}`)).toEqual([
    'm0 auto',
    'm1 auto',
    'm2 auto',
    'm3 auto'
  ])
})
