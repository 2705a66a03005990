import { describe, expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { findDevice } from '../../../src/catalog/find-device.ts'
import { cliffFrame } from '../../../src/core/chart/cliff-frame.ts'
import { cliffLines } from '../../../src/core/chart/cliff-words.ts'
import type { CliffSeries } from '../../../src/core/fit/cliff-series.ts'
import { wholeCliffSeries } from '../../../src/core/fit/cliffs.ts'
import { grouped } from '../../../src/core/format.ts'
import { simulatedMachine } from '../../../src/core/machine/simulated.ts'
import { isRunnable } from '../../../src/core/model/model.ts'
import { cliffSvg } from '../../../src/core/report/cliff-svg.ts'

function seriesOf(slug: string, quant: 'Q8_0' | 'Q4_K_M' | 'IQ1_M', name?: string): CliffSeries {
  const found = models.find((each) => each.slug === slug)
  const card = findDevice('GeForce RTX 4070 Ti SUPER')
  if (!found || !isRunnable(found) || !card.ok) throw new Error(slug)
  const machine = simulatedMachine({
    devices: [{ spec: card.value, count: 1 }],
    ramGib: 32,
    ramBandwidthGBs: 80
  })
  const hostile = { ...machine, accelerators: machine.accelerators.map((gpu) => ({ ...gpu })) }
  const named = name === undefined ? found : { ...found, contextTrained: 40_960 }
  return wholeCliffSeries({
    model: named,
    machine: name === undefined ? machine : renamed(hostile, name),
    quant,
    engine: {}
  })
}

const renamed = (machine: ReturnType<typeof simulatedMachine>, name: string): typeof machine => ({
  ...machine,
  accelerators: machine.accelerators.map((gpu) => ({
    ...gpu,
    name: { known: true, value: name, source: 'a test', confidence: 'user' }
  }))
})

const dense = seriesOf('llama-3.1-8b-instruct', 'Q8_0')

describe('a curve on paper', () => {
  const svg = cliffSvg(dense)

  test('names every cliff with its lever, and both panels with their units', () => {
    const [cliff] = dense.cliffs
    expect(cliff?.kind).toBe('vram-full')
    expect(svg).toContain('>VRAM full: layers leave</text>')
    expect(svg).toContain(`>cache q8_0: +${grouped(cliff?.lever?.gained ?? 0)} tokens</text>`)
    expect(svg).toContain(', GiB</text>')
    expect(svg).toContain('>tokens/s, one request writing with the cache full</text>')
    expect(svg).toContain('>Fits</text>')
  })

  test('stands alone: one root, nothing loaded, nothing that runs, no style sheet', () => {
    expect(svg.match(/<svg /gu)).toHaveLength(1)
    expect(svg).not.toMatch(/<(?:script|style|image|use|foreignObject)\b|href|\son\w+=|url\((?!#)/iu)
    expect(svg).not.toMatch(/NaN|undefined|Infinity|null/u)
  })

  test('draws nothing outside its frame', () => {
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/u.exec(svg) ?? []
    for (const [, x, y] of svg.matchAll(/<text x="(-?[\d.]+)" y="(-?[\d.]+)"/gu)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0)
      expect(Number(x)).toBeLessThanOrEqual(Number(width))
      expect(Number(y)).toBeLessThanOrEqual(Number(height))
    }
  })

  test('the same series gives the same text', () => {
    expect(cliffSvg(seriesOf('llama-3.1-8b-instruct', 'Q8_0'))).toBe(svg)
  })
})

test('a hostile name of a device stays text', () => {
  const svg = cliffSvg(seriesOf('llama-3.1-8b-instruct', 'Q8_0', '</text><script>alert(1)</script>'))
  expect(svg).not.toContain('<script>')
  expect(svg).toContain('&lt;script&gt;')
})

test('where labels have no room their numbers are explained', () => {
  const frame = cliffFrame(seriesOf('qwen3-32b', 'Q4_K_M'), 340)
  expect(frame.numbered).toBe(true)
  expect(frame.marks.length).toBeGreaterThan(1)
  const [first, second] = frame.marks
  expect(
    Math.hypot((first?.x ?? 0) - (second?.x ?? 0), (first?.y ?? 0) - (second?.y ?? 0))
  ).toBeGreaterThanOrEqual(20)
})

describe('the cliffs as lines', () => {
  test('say where, what comes before and behind, and the way on', () => {
    const [cliff] = dense.cliffs
    const [line] = cliffLines(dense)
    expect(line).toMatch(/^VRAM full: layers leave after [\d,]+ tokens: Fits, about [\d.]+ tokens\/s/u)
    expect(line).toContain(grouped(cliff?.beyond ?? 0))
    expect(line).toContain(`With cache q8_0 it comes ${grouped(cliff?.lever?.gained ?? 0)} tokens later`)
  })

  test('of what never fits are one sentence, and the picture says that there is no speed', () => {
    const large = seriesOf('deepseek-r1', 'IQ1_M')
    expect(cliffLines(large)).toEqual(['Memory has no cliff from 2k to 160k tokens: Too large throughout.'])
    expect(cliffSvg(large)).toContain('No speed: it does not fit.')
  })

  test('without a curve are its reason, and there is no picture', () => {
    const none: CliffSeries = { ...dense, points: [], cliffs: [], problem: 'Nobody knows.' }
    expect(cliffLines(none)).toEqual(['Nobody knows.'])
    expect(cliffSvg(none)).toBe('')
  })
})
