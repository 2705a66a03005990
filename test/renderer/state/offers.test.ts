import { expect, test, vi } from 'vitest'
import { exampleMachine as simulated } from '../../../scripts/screenshots/example-machine.ts'
import { models } from '../../../src/catalog/catalog.ts'
import { isRunnable } from '../../../src/core/model/model.ts'
import { type Ask, assessmentOf } from '../../../src/renderer/state/assessments.ts'
import { untuned } from '../../../src/renderer/state/choices.ts'
import { nameOf, type Offer, offersFor, pullOf, type Question } from '../../../src/renderer/state/offers.ts'
import { outcomeWords } from '../../../src/renderer/state/outcome-words.ts'
import { gib } from '../../../src/core/quantity.ts'

// Dozens of plans, the first of each model from nothing: give a busy machine time.
vi.setConfig({ testTimeout: 60_000 })

const machine = simulated()
const usual: Ask = { contextTokens: 32_768, parallel: 1, cacheType: 'f16', tuning: untuned }

function question(slug: string, ask: Partial<Ask> = {}): Question {
  const model = models.find((one) => one.slug === slug)
  if (!model || !isRunnable(model)) throw new Error(`${slug} is not in the catalogue`)
  return { machine, model, quant: 'auto', ask: { ...usual, ...ask } }
}

function all(asked: Question): readonly Offer[] {
  const steps = offersFor(asked, assessmentOf(machine, asked.model, asked.quant, asked.ask))
  for (;;) {
    const next = steps.next()
    if (next.done === true) return next.value
  }
}

const answer = ({ model, quant, ask }: Question, { pull }: Offer) =>
  assessmentOf(machine, model, pull?.quant ?? quant, { ...ask, ...pull })

test.each(['qwen3-30b-a3b', 'gemma-3-12b-it', 'deepseek-r1'])(
  'what a lever of %s says is what pulling it shows',
  (slug) => {
    const asked = question(slug)
    const offers = all(asked)
    expect(offers.length).toBeGreaterThan(0)
    for (const offer of offers.filter(({ pull }) => pull !== null)) {
      const then = answer(asked, offer)
      expect(offer.level).toBe(then.verdict.level)
      if (!offer.brings.startsWith('up to')) expect(offer.brings).toContain(outcomeWords(then))
    }
  }
)

test('a part in RAM: every lever makes it faster, or brings the longest context', () => {
  const asked = question('qwen3-30b-a3b')
  const here = assessmentOf(machine, asked.model, 'auto', asked.ask)
  const offers = all(asked)
  const before = here.speed.known ? here.speed.decode.likely : 0
  expect(before).toBeGreaterThan(0)
  for (const offer of offers.filter(({ pull }) => pull !== null && !('contextTokens' in pull))) {
    const { speed } = answer(asked, offer)
    expect(speed.known && speed.decode.likely).toBeGreaterThan(before)
  }
  expect(offers.some(({ level }) => level === 'fits')).toBe(true)
  expect(offers.some(({ pull }) => pull === null)).toBe(true)
})

test('all of it on the GPU: levers buy a longer context, the cheapest first', () => {
  const asked = question('gemma-3-12b-it')
  const here = assessmentOf(machine, asked.model, 'auto', asked.ask)
  expect(here.verdict.level).toBe('fits')
  const longer = all(asked).filter(({ brings }) => brings.startsWith('up to'))
  expect(longer[0]?.name).toBe('Cache q8_0')
  for (const offer of longer)
    expect(answer(asked, offer).largestContext).toBeGreaterThan(here.largestContext ?? Infinity)
})

test('layers placed badly by hand are offered back to the planner', () => {
  const asked = question('qwen3-30b-a3b', { tuning: { ...untuned, cpuMoeLayers: 40, ubatch: 256 } })
  const offer = all(asked).find(({ name }) => name === 'Automatic placement')
  expect(offer?.pull?.tuning).toEqual({ ...untuned, ubatch: 256 })
})

test('a context is counted for each user, and memory is nobody’s to set', () => {
  const ask = { ...usual, parallel: 4 }
  const shorter = { kind: 'context', to: 16_384, reaches: 'fits' } as const
  expect(pullOf(shorter, ask)).toEqual({ contextTokens: 4096 })
  expect(nameOf(shorter, ask)).toBe('Context 4k')
  const more = { kind: 'add', device: 'RAM', bytes: gib(2), reaches: 'fits' } as const
  expect(pullOf(more, ask)).toBeNull()
  expect(nameOf(more, ask)).toBe('2,048 MiB more RAM')
})
