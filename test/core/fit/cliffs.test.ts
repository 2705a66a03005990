import { describe, expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { findDevice } from '../../../src/catalog/find-device.ts'
import { assess } from '../../../src/core/fit/assess.ts'
import { type CliffLever, withCliffChange } from '../../../src/core/fit/cliff-levers.ts'
import type { CliffQuestion } from '../../../src/core/fit/cliff-point.ts'
import { coarseFirst, edgeBetween } from '../../../src/core/fit/cliff-search.ts'
import type { Cliff, CliffSeries } from '../../../src/core/fit/cliff-series.ts'
import { cliffSeries, sampledContexts, wholeCliffSeries } from '../../../src/core/fit/cliffs.ts'
import { runs } from '../../../src/core/fit/verdict.ts'
import type { Machine } from '../../../src/core/machine/machine.ts'
import { simulatedMachine } from '../../../src/core/machine/simulated.ts'
import { isRunnable, type RunnableModel } from '../../../src/core/model/model.ts'
import { unknown } from '../../../src/core/reading.ts'

function model(slug: string): RunnableModel {
  const found = models.find((each) => each.slug === slug)
  if (!found || !isRunnable(found)) throw new Error(`${slug} is not in the catalogue`)
  return found
}

function machine(ramGib: number, ...cards: readonly string[]): Machine {
  const devices = cards.map((name) => {
    const found = findDevice(name)
    if (!found.ok) throw new Error(found.error.message)
    return { spec: found.value, count: 1 }
  })
  return simulatedMachine({ devices, ramGib, ramBandwidthGBs: 80 })
}

const card16 = 'GeForce RTX 4070 Ti SUPER'
const card8 = 'GeForce RTX 4060'

const questions: Record<string, CliffQuestion> = {
  dense: { model: model('llama-3.1-8b-instruct'), machine: machine(32, card16), quant: 'Q8_0', engine: {} },
  mixture: {
    model: model('gpt-oss-20b'),
    machine: machine(32, card16),
    quant: 'MXFP4',
    engine: { parallel: 2 }
  },
  extended: {
    model: model('qwen3-32b'),
    machine: machine(24, card16),
    quant: 'Q4_K_M',
    engine: { parallel: 2 }
  },
  'without a GPU': { model: model('qwen3-8b'), machine: machine(12), quant: 'Q4_K_M', engine: {} },
  'on two cards': {
    model: model('llama-3.1-8b-instruct'),
    machine: machine(32, card8, card8),
    quant: 'Q6_K',
    engine: {}
  },
  'with layers fixed': {
    model: model('llama-3.1-8b-instruct'),
    machine: machine(32, card16),
    quant: 'Q8_0',
    engine: { gpuLayers: 33 }
  },
  'with every cheaper change taken': {
    model: model('llama-3.1-8b-instruct'),
    machine: machine(32, card8),
    quant: 'IQ1_M',
    engine: { parallel: 3, cacheType: 'q4_0' }
  }
}

/** The verdict itself, asked for anew and in full. */
function levelAt({ model: asked, machine: on, quant, engine }: CliffQuestion, contextTokens: number) {
  const answer = assess(asked, on, {
    quant,
    engine: { ...engine, contextTokens: contextTokens * (engine.parallel ?? 1) }
  })
  if (!answer.ok) throw new Error(answer.error.message)
  const { level, word } = answer.value.verdict
  return { level, word, runs: runs({ level }) }
}

/** What is true before a cliff and false behind it. */
function keeps(cliff: Cliff): (question: CliffQuestion, context: number) => boolean {
  if (cliff.from === 'gpu') return (question, context) => levelAt(question, context).level === 'fits'
  if (cliff.to === 'too-large') return (question, context) => levelAt(question, context).runs
  if (cliff.to === 'cpu') return (question, context) => /^fits/.test(levelAt(question, context).level)
  return (question, context) => /^(Fits|Experts)/.test(levelAt(question, context).word)
}

const series = new Map<string, CliffSeries>()
function of(name: string): CliffSeries {
  const question = questions[name]
  if (!question) throw new Error(name)
  const found = series.get(name) ?? wholeCliffSeries(question)
  series.set(name, found)
  return found
}
const fallen = (name: string): readonly Cliff[] =>
  of(name).cliffs.filter(({ kind }) => kind !== 'trained-context')

describe.each(Object.keys(questions))('the cliffs of a model: %s', (name) => {
  test('the context fits at a cliff and does not one step of 256 tokens on', () => {
    const { question } = of(name)
    expect(fallen(name).length).toBeGreaterThan(0)
    for (const cliff of fallen(name)) {
      expect(cliff.beyond).toBeGreaterThan(cliff.contextTokens)
      expect(cliff.beyond - cliff.contextTokens).toBeLessThanOrEqual(256)
      expect(keeps(cliff)(question, cliff.contextTokens)).toBe(true)
      expect(keeps(cliff)(question, cliff.beyond)).toBe(false)
    }
  })

  test('a lever moves its cliff as far as it says, and no step further', () => {
    const { question, end } = of(name)
    for (const cliff of fallen(name)) {
      const { lever } = cliff
      expect(lever).toBeDefined()
      if (!lever) continue
      const changed = withCliffChange(question, lever.change)
      expect(lever.gained).toBe(lever.contextTokens - cliff.contextTokens)
      expect(lever.gained).toBeGreaterThan(0)
      expect(keeps(cliff)(changed, lever.contextTokens)).toBe(true)
      if (lever.gone) expect(lever.contextTokens).toBe(end)
      else expect(keeps(cliff)(changed, Math.min(end, lever.contextTokens + 256))).toBe(false)
    }
  })

  test('the points stand in order, from end to end, with the verdict of the page', () => {
    const { question, points, start, end } = of(name)
    const contexts = points.map(({ contextTokens }) => contextTokens)
    expect(contexts).toEqual([...new Set(contexts)].sort((a, b) => a - b))
    expect([contexts[0], contexts.at(-1)]).toEqual([start, end])
    for (const context of [start, end]) {
      const point = points.find(({ contextTokens }) => contextTokens === context)
      expect(point?.verdict).toMatchObject({
        level: levelAt(question, context).level,
        word: levelAt(question, context).word
      })
    }
  })
})

describe('what is found', () => {
  const kinds = (name: string): readonly unknown[] =>
    of(name).cliffs.map(({ kind, from, to }) => [kind, from, to])
  const lever = (name: string, kind: string): CliffLever | null | undefined =>
    of(name).cliffs.find((cliff) => cliff.kind === kind)?.lever

  test('layers leave the GPU of a dense model, experts that of a mixture', () => {
    expect(kinds('dense')).toContainEqual(['vram-full', 'gpu', 'layers'])
    expect(kinds('mixture')).toContainEqual(['vram-full', 'gpu', 'experts'])
  })

  test('the trained context is marked where the documented one extends it', () => {
    expect(of('extended').cliffs.find(({ kind }) => kind === 'trained-context')?.contextTokens).toBe(40_960)
  })

  test('RAM is what ends without a GPU', () => {
    expect(kinds('without a GPU')).toEqual(
      expect.arrayContaining([['ram-full', 'cpu', 'too-large']]) as unknown[]
    )
  })

  test('fixed layers that do not fit any more fill the VRAM', () => {
    expect(kinds('with layers fixed')).toEqual([['vram-full', 'gpu', 'too-large']])
  })

  test('half the cache is the first change tried, a request fewer the last', () => {
    expect(lever('dense', 'vram-full')?.change).toEqual({ kind: 'cache', to: 'q8_0' })
    expect(lever('with every cheaper change taken', 'vram-full')?.change).toEqual({ kind: 'parallel', to: 2 })
  })

  test('speeds are with the cache filled to the context', () => {
    for (const { speed, contextTokens } of of('dense').points)
      if (speed.known) expect(speed.depthTokens).toBe(contextTokens)
  })

  test('a longer context is never faster while everything stays on the GPU', () => {
    const rates = of('mixture').points.flatMap(({ stage, speed }) =>
      stage === 'gpu' && speed.known ? [speed.decode.likely] : []
    )
    expect(rates.length).toBeGreaterThan(5)
    expect(rates).toEqual([...rates].sort((a, b) => b - a))
  })
})

test('what is yielded on the way grows, coarse first, and ends in the whole', () => {
  const steps = cliffSeries(questions['dense'] ?? { ...of('dense').question })
  const sizes: number[] = []
  let last: CliffSeries | null = null
  for (;;) {
    const { done, value } = steps.next()
    last = value
    if (done === true) break
    sizes.push(value.points.length)
  }
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
  expect(sizes.length).toBeGreaterThan(40)
  expect(last).toEqual(of('dense'))
})

test('a missing reading is a sentence and no curve', () => {
  const known = machine(32, card16)
  const { problem, points, complete } = wholeCliffSeries({
    model: model('llama-3.1-8b-instruct'),
    quant: 'Q8_0',
    engine: {},
    machine: {
      ...known,
      ram: { ...known.ram, total: unknown('nobody looked'), available: unknown('nobody looked') }
    }
  })
  expect(problem).toMatch(/cannot be said/)
  expect([points, complete]).toEqual([[], true])
})

describe('the search', () => {
  const run = (near: number, far: number, edge: number) => {
    const steps = edgeBetween(near, far, (context) => context <= edge)
    for (;;) {
      const { done, value } = steps.next()
      if (done === true) return value
    }
  }

  test.each([
    [2048, 131_072, 70_000],
    [2048, 131_072, 2048],
    [2048, 131_072, 131_071],
    [1000, 1_000_000, 999_937],
    [40_960, 41_000, 40_970]
  ])('between %i and %i it ends on either side of %i', (near, far, edge) => {
    const { last, beyond } = run(near, far, edge)
    expect(last).toBeLessThanOrEqual(edge)
    expect(beyond).toBeGreaterThan(edge)
    // Nothing that the engine would tell apart lies between.
    expect(Math.ceil(beyond / 256) - Math.ceil(last / 256)).toBeLessThanOrEqual(1)
  })

  test.each([0, 1, 2, 3, 25, 64])('the coarse order of %i takes each once, the ends first', (count) => {
    const order = coarseFirst(count)
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index))
    if (count > 1) expect(order.slice(0, 2)).toEqual([0, count - 1])
  })

  test('contexts are multiples of the padding between ends that need not be', () => {
    const contexts = sampledContexts(2048, 200_000)
    expect(contexts.slice(0, 5)).toEqual([2048, 2560, 3072, 3584, 4096])
    expect(contexts.slice(0, -1).every((context) => context % 256 === 0)).toBe(true)
    expect(contexts.at(-1)).toBe(200_000)
    expect(sampledContexts(1024, 1024)).toEqual([1024])
  })
})
