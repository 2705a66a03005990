import { describe, expect, test, vi } from 'vitest'
import type { Assessment } from '../../../src/core/fit/assessment.ts'
import { gib } from '../../../src/core/quantity.ts'
import { known } from '../../../src/core/reading.ts'
import { cardBills } from '../../../src/core/report/card-bars.ts'
import { type CardSource, cardSize, cardSvg } from '../../../src/core/report/card-svg.ts'
import { estimateWidth, fitLine, fitLines } from '../../../src/core/report/fit-text.ts'
import { closed, hostile, machine, offloaded } from './example.ts'

// The versions are the test's own, so that a release does not rewrite the golden file.
vi.mock('../../../src/core/version.ts', () => ({ version: '0.0.0', formulaVersion: '0' }))

const source: CardSource = { assessment: offloaded, machine, catalogVersion: '2026-11-23' }
const [gpu] = offloaded.devices
const [card] = machine.accelerators
if (!gpu || !card) throw new Error('the example has no GPU')

const long: CardSource = {
  ...source,
  assessment: {
    ...offloaded,
    model: { ...offloaded.model, name: 'Qwen3 235B-A22B Instruct 2507 Heretic Uncensored Reasoning Distill' },
    verdict: {
      ...offloaded.verdict,
      sentence: `${'It would need very much more memory than there is, and '.repeat(5)}so on.`
    },
    devices: Array.from({ length: 2 }, () => ({
      ...gpu,
      name: 'NVIDIA RTX PRO 6000 Blackwell Workstation Edition'
    })),
    engine: { ...offloaded.engine, parallel: 16, contextTokens: 16_777_216 }
  },
  machine: {
    ...machine,
    accelerators: Array.from({ length: 2 }, (_, at) => ({
      ...card,
      id: `gpu${at}`,
      name: known('NVIDIA RTX PRO 6000 Blackwell Workstation Edition', 'nvidia-smi'),
      total: known(gib(96), 'nvidia-smi')
    }))
  },
  catalogVersion: '2026-11.2 with a hundred rows of one’s own'
}

interface Drawn {
  readonly words: string
  readonly from: number
  readonly to: number
  readonly baseline: number
}

/** Where each text of a card stands, by the same widths that it was fitted with. */
const texts = (svg: string): Drawn[] =>
  [
    ...svg.matchAll(
      /<text x="([\d.]+)" y="([\d.]+)" font-size="(\d+)" font-weight="(\d+)"[^>]*?( text-anchor="end")?>([^<]*)</gu
    )
  ].map(([, x = '', y = '', size = '', weight = '', end, words = '']) => {
    const wide = estimateWidth(words, Number(size), Number(weight))
    const from = end === undefined ? Number(x) : Number(x) - wide
    return { words, from, to: from + wide, baseline: Number(y) }
  })

test('the card reads as it did', async () => {
  await expect(cardSvg(source)).toMatchFileSnapshot('../../golden/card-workshop-desktop.svg')
})

describe.each([
  ['a usual one', source],
  ['one with very long names', long],
  ['one without figures', { ...source, assessment: closed }]
])('the card of %s', (_, of) => {
  const drawn = texts(cardSvg(of))

  test('has texts, and none leaves the card', () => {
    expect(drawn.length).toBeGreaterThan(4)
    expect(drawn.filter(({ from, to }) => from < 63 || to > cardSize.width - 63)).toEqual([])
    expect(drawn.filter(({ baseline }) => baseline > cardSize.height - 20)).toEqual([])
  })

  test('has no text over another', () => {
    const over = drawn.flatMap((one, at) =>
      drawn
        .slice(at + 1)
        .filter((two) => Math.abs(one.baseline - two.baseline) < 12 && one.from < two.to && two.from < one.to)
        .map((two) => `${one.words} / ${two.words}`)
    )
    expect(over).toEqual([])
  })
})

test('names a usual model whole and cuts only what fits at no size', () => {
  const words = texts(cardSvg(source)).map((text) => text.words)
  expect(words).toContain('Qwen3 30B-A3B')
  expect(words.join(' ')).toContain('Plimsoll 0.0.0 · formulas 0 · catalogue 2026-11-23')
  const named = { ...long.assessment.model, name: 'Qwen3 235B-A22B Instruct 2507' }
  const svg = cardSvg({ ...long, assessment: { ...long.assessment, model: named } })
  expect(svg).toContain('>Qwen3 235B-A22B Instruct 2507<')
  expect(svg).toContain('2 × NVIDIA RTX PRO 6000 Blackwell Workstation Edition, 96.0 GiB each, 30.5 GiB RAM<')
})

test('more GPUs than can be told apart are one hold', () => {
  const many: Assessment = { ...offloaded, devices: Array.from({ length: 8 }, () => gpu) }
  expect(cardBills(many).map(({ name }) => name)).toEqual(['8 GPUs', 'RAM'])
})

test('hostile names open no tag and name nothing to load', () => {
  const svg = cardSvg({ ...source, assessment: hostile })
  const tags = new Set([...svg.matchAll(/<\/?([a-z][a-z0-9]*)/giu)].map(([, name = '']) => name))
  expect([...tags].sort()).toEqual('circle defs g path pattern rect svg text title'.split(' '))
  expect(svg).not.toMatch(/href|@import|url\((?!#)/iu)
})

test('a text is as large as fits, and cut with an ellipsis where none does', () => {
  const room = { width: 100, sizes: [20, 10], weight: 400 }
  const tens = (text: string, size: number): number => text.length * size * 0.5
  expect(fitLine('ten chars!', room, tens)).toEqual({ text: 'ten chars!', size: 20 })
  expect(fitLine('fifteen letters', room, tens)).toEqual({ text: 'fifteen letters', size: 10 })
  expect(fitLine('a text of more than twenty', room, tens)).toEqual({
    text: 'a text of more than…',
    size: 10
  })
  expect(fitLines('one two three four five', { ...room, sizes: [10] }, 2, tens).lines).toEqual([
    'one two three four',
    'five'
  ])
  expect(
    fitLines('one two three four five six seven eight', { ...room, sizes: [10] }, 1, tens).lines
  ).toEqual(['one two three four…'])
})
