import { expect, test } from 'vitest'
import type { Assessment } from '../../../src/core/fit/assessment.ts'
import { gib } from '../../../src/core/quantity.ts'
import { barOf } from '../../../src/core/report/bar.ts'
import { barToSvg } from '../../../src/core/report/bar-svg.ts'
import { buildReport } from '../../../src/core/report/build.ts'
import { renderReport } from '../../../src/core/report/render.ts'
import { reproduceCommand } from '../../../src/core/report/reproduce.ts'
import { closed, offloaded, source } from './example.ts'

const csvRows = (assessments: readonly Assessment[]): string[] =>
  renderReport(buildReport({ ...source, selected: [], list: assessments }), 'csv')
    .trimEnd()
    .split('\r\n')

test('the CSV has one row per model and device, and one for a model without a bill', () => {
  expect(csvRows([offloaded, closed])).toHaveLength(1 + 2 + 1)
})

test('every row of the CSV has a cell for every column', () => {
  // No cell of these has a comma inside quotes but the sentence.
  const counts = csvRows([offloaded, closed]).map((row) => row.replaceAll(/"[^"]*"/gu, '').split(',').length)
  expect(new Set(counts).size).toBe(1)
})

test('a selected model stands once in the CSV, though the list names it too', () => {
  const csv = renderReport(buildReport(source), 'csv')
  expect(csv.match(/Qwen\/Qwen3-30B-A3B,/gu)).toHaveLength(2)
})

test('an unknown capacity is the word unknown in the CSV, never zero', () => {
  const bill = { ...offloaded.host, capacity: null, free: null, loadLine: null }
  const [header = '', , row = ''] = csvRows([{ ...offloaded, host: bill }])
  const cells = row.replaceAll(/"[^"]*"/gu, '').split(',')
  expect(cells[header.split(',').indexOf('device_free_bytes')]).toBe('unknown')
})

test('the JSON report holds the machine, a request that can be made again, and the sums of the batch answer', () => {
  const json = JSON.parse(renderReport(buildReport(source), 'json')) as {
    schema: string
    machine: unknown
    selected: { request: unknown; devices: unknown; bills: { terms: unknown }[] }[]
  }
  expect(json.schema).toBe('plimsoll-report/2')
  expect(json.machine).toEqual(source.machine)
  const [first] = json.selected
  expect(first?.request).toEqual({
    model: 'Qwen/Qwen3-30B-A3B',
    quant: 'Q4_K_M',
    engine: offloaded.engine,
    workload: { depthTokens: 0, promptTokens: 512 }
  })
  expect(first?.devices).toMatchObject([{ weightsBytes: gib(11.5), contextBytes: gib(0.75) }])
  expect(first?.bills.map(({ terms }) => terms)).toEqual([offloaded.devices[0]?.terms, offloaded.host.terms])
})

test('a bar is drawn to the scale of the hold, other programs first', () => {
  const bar = barOf({
    kind: 'gpu',
    name: 'card',
    terms: [
      { kind: 'weights', bytes: gib(4), why: '', certainty: 'exact' },
      { kind: 'runtime', bytes: gib(1), why: '', certainty: 'measured' }
    ],
    capacity: gib(10),
    free: gib(8),
    loadLine: gib(7)
  })
  expect(bar).toMatchObject({ other: 0.2, end: 1, line: 0.9 })
  expect(bar.segments.map(({ kind, from, width }) => [kind, from, width].join(' '))).toEqual([
    'weights 0.2 0.4',
    'runtime 0.6 0.1'
  ])
})

test('an overload is drawn past the end of the hold', () => {
  const bar = barOf({
    kind: 'gpu',
    name: 'card',
    terms: [{ kind: 'weights', bytes: gib(20), why: '', certainty: 'exact' }],
    capacity: gib(10),
    free: gib(10),
    loadLine: gib(9)
  })
  expect(bar).toMatchObject({ end: 0.5, line: 0.45 })
})

test('a hold of unknown size has neither end nor load line', () => {
  const bar = barOf({ ...offloaded.host, capacity: null, free: null, loadLine: null })
  expect(bar).toMatchObject({ other: null, end: null, line: null })
  expect(bar.words).toContain('size unknown')
  expect(barToSvg(bar)).not.toContain('circle')
})

test('a chart of a model is drawn in the HTML and told in the Markdown', () => {
  const chart = {
    title: 'Over the context',
    svg: '<svg viewBox="0 0 1 1"><title>curve</title></svg>',
    lines: ['VRAM is full at 32k.']
  }
  const report = buildReport({ ...source, charts: new Map([[offloaded.model.id, [chart]]]) })
  expect(renderReport(report, 'html')).toContain(chart.svg)
  expect(renderReport(report, 'html')).toContain('<li>VRAM is full at 32k.</li>')
  expect(renderReport(report, 'md')).toContain('### Over the context\n\n- VRAM is full at 32k.')
})

test('every table of the HTML has a name of its own', () => {
  const names = [
    ...renderReport(buildReport(source), 'html').matchAll(/role="region" aria-label="([^"]*)"/gu)
  ]
  expect(names.length).toBeGreaterThan(3)
  expect(new Set(names.map(([, name]) => name)).size).toBe(names.length)
})

test('the command that reproduces a report has every input, and none where nothing was computed', () => {
  const asked = { ...source.question, parallel: 4, gpuLayers: 20, cpuMoeLayers: 3 }
  const answered = { ...offloaded, engine: { ...offloaded.engine, contextTokens: 32_768, parallel: 4 } }
  expect(reproduceCommand(answered, asked, 'a.json')).toBe(
    'plimsoll check Qwen/Qwen3-30B-A3B --quant Q4_K_M --context 8192 --parallel 4 --cache f16 --ubatch 512 ' +
      '--set gpuLayers=20 cpuMoeLayers=3 --machine a.json'
  )
  expect(reproduceCommand(closed, source.question, 'a.json')).toBeNull()
})
