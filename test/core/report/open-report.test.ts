import { describe, expect, test } from 'vitest'
import { buildReport } from '../../../src/core/report/build.ts'
import { changedFigures, changedVersions } from '../../../src/core/report/compare-reported.ts'
import { openReport } from '../../../src/core/report/open-report.ts'
import { renderReport } from '../../../src/core/report/render.ts'
import { bytes, gib } from '../../../src/core/quantity.ts'
import { formulaVersion } from '../../../src/core/version.ts'
import { machine, offloaded, source } from './example.ts'

const corrected = {
  detected: machine,
  overrides: { ramTotal: gib(64), accelerators: { gpu0: { free: gib(8) } } }
}
const question = { ...source.question, quant: 'Q4_K_M', ubatch: 1024, gpuLayers: 20, view: 'model' } as const
const text = renderReport(buildReport({ ...source, corrected, question }), 'json')

function opened(json = text) {
  const report = openReport(json)
  if (!report.ok) throw new Error(report.error)
  return report.value
}

const changed = (change: (data: Record<string, unknown>) => void): string => {
  const data = JSON.parse(text) as Record<string, unknown>
  change(data)
  return JSON.stringify(data)
}

test('a report that is opened holds what it was made of', () => {
  expect(opened()).toMatchObject({ machine, corrected, question, generatedAt: source.generatedAt })
  expect(opened(`\uFEFF${text}`)).toEqual(opened())
})

test('one without corrections has none', () => {
  expect(opened(renderReport(buildReport(source), 'json'))).not.toHaveProperty('corrected')
})

describe('what is no report is refused with the place and the next step', () => {
  test.each([
    ['nothing', '', /^This file is not JSON.* whole\.$/u],
    ['half a report', text.slice(0, 2000), /^This file is not JSON \(line \d+, column \d+\)/u],
    ['a list', '[1]', /no report of Plimsoll/u],
    ['null', 'null', /no report of Plimsoll/u],
    ['a machine', JSON.stringify(machine), /no report of Plimsoll/u],
    [
      'a newer format',
      changed((data) => (data['schema'] = 'plimsoll-report/9')),
      /format 9.*newer.*Update Plimsoll/u
    ],
    [
      'the older format',
      changed((data) => (data['schema'] = 'plimsoll-report/1')),
      /format 1.*Make the report anew/u
    ],
    ['no question', changed((data) => delete data['question']), /damaged at question/u],
    [
      'a strange quantisation',
      changed((data) => (data['question'] = { ...question, quant: 'Q4_K_XXL' })),
      /damaged at question\.quant/u
    ],
    [
      'a context of none',
      changed((data) => (data['question'] = { ...question, contextTokens: 0 })),
      /damaged at question\.contextTokens/u
    ],
    [
      'a machine with a text for its RAM',
      changed((data) => (data['machine'] = { ...machine, ram: '64 GB' })),
      /damaged at machine\.ram/u
    ]
  ])('%s', (_, json, sentence) => {
    expect(openReport(json)).toEqual({ ok: false, error: expect.stringMatching(sentence) as string })
  })

  test('a file too large is not parsed', () => {
    expect(openReport(' '.repeat(32_000_001))).toMatchObject({ ok: false })
  })
})

test('the same versions and figures are no news', () => {
  const report = opened()
  expect(changedVersions(report, { formulas: formulaVersion, catalog: source.catalogVersion })).toEqual([])
  expect(report.answers.flatMap((answer) => changedFigures(answer, offloaded))).toEqual([])
})

test('other versions and figures are named, each with what the report said', () => {
  const report = opened()
  expect(changedVersions(report, { formulas: '99', catalog: '2030' })).toEqual([
    `formulas ${formulaVersion} (here 99)`,
    `catalogue ${source.catalogVersion} (here 2030)`
  ])
  const [gpu] = offloaded.devices
  const [answer] = report.answers
  if (!gpu || !answer) throw new Error('the example has a GPU and an answer')
  const term = { kind: 'runtime', bytes: bytes(2 ** 30), why: '', certainty: 'measured' } as const
  const now = { ...offloaded, quant: 'Q3_K_M', devices: [{ ...gpu, terms: [...gpu.terms, term] }] }
  expect(changedFigures(answer, now)).toEqual([
    'Quantisation: Q4_K_M in the report, Q3_K_M now.',
    'NVIDIA GeForce RTX 4070 Ti SUPER: 13.0 GiB in the report, 14.0 GiB now.'
  ])
})
