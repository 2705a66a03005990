import { expect, test } from 'vitest'
import { gib } from '../../../src/core/quantity.ts'
import { activeFacets } from '../../../src/renderer/state/facet-names.ts'
import { counts, type Facets, noFacets, passes } from '../../../src/renderer/state/facets.ts'
import { type ListChoices, readList, writeList } from '../../../src/renderer/state/list-address.ts'
import { needText } from '../../../src/renderer/state/list-figures.ts'
import type { Row } from '../../../src/renderer/state/list-row.ts'
import { worstFilter } from '../../../src/renderer/state/list-rows.ts'
import { lineText, tableText } from '../../../src/renderer/state/list-text.ts'
import { exampleAssessment, exampleModel, exampleVerdict } from '../fixtures/assessment.ts'

const row = (model: Partial<Row['model']>, over: Parameters<typeof exampleAssessment>[0] = {}): Row => {
  const whole = { ...exampleModel, ...model }
  return { model: whole, assessment: exampleAssessment({ model: whole, ...over }), stale: false }
}
const tooLarge = {
  verdict: {
    ...exampleVerdict,
    level: 'does-not-fit',
    word: 'Too large',
    short: { device: 'RAM', bytes: gib(12) }
  },
  speed: { known: false, reason: 'does not run' }
} as const

const rows = [
  row({ slug: 'a', publisher: 'North', country: 'USA/France', release: '2026-04' }),
  row({ slug: 'b', publisher: 'South', modality: 'text+image', release: '2025-12' }),
  row({ slug: 'c', publisher: 'South' }, tooLarge)
]
const kept = (facets: Partial<Facets>): readonly string[] =>
  rows.filter((one) => passes({ ...noFacets, ...facets }, one)).map(({ model }) => model.slug)

test.each<[Partial<Facets>, readonly string[]]>([
  [{}, ['a', 'b', 'c']],
  [{ publisher: ['South'] }, ['b', 'c']],
  [{ publisher: ['South', 'North'], country: ['France'] }, ['a']],
  [{ input: ['text-only'] }, ['a', 'c']],
  [{ verdict: ['does-not-fit'] }, ['c']],
  [{ since: '2026' }, ['a']],
  [{ since: '2025-12' }, ['a', 'b']],
  [{ speed: 43 }, ['a', 'b']],
  [{ speed: 44 }, []],
  [{ total: { least: 7e9, most: null } }, ['a', 'b', 'c']],
  [{ active: { least: null, most: 6.9e9 } }, []]
])('%j keeps %j', (facets, slugs) => {
  expect(kept(facets)).toEqual(slugs)
})

test('a row that is being worked out passes what the catalogue knows and nothing that asks for its answer', () => {
  const pending: Row = { model: exampleModel, assessment: null, stale: false }
  expect(passes({ ...noFacets, publisher: ['Example'] }, pending)).toBe(true)
  expect(passes({ ...noFacets, verdict: ['fits'] }, pending)).toBe(false)
  expect(passes({ ...noFacets, speed: 1 }, pending)).toBe(false)
})

test('counts say what ticking a value would leave, with the other facets as they are', () => {
  const facets = { ...noFacets, publisher: ['North'], verdict: ['fits'] }
  expect([...counts('publisher', rows, facets)]).toEqual([
    ['North', 1],
    ['South', 1]
  ])
})

test('the filter that leaves most out is named, and taking it off is what was promised', () => {
  const facets = { ...noFacets, publisher: ['South'], since: '2026' }
  const worst = worstFilter(rows, facets)
  expect(worst?.text).toBe('Released since 2026')
  expect(worst?.brings).toBe(2)
  expect(rows.filter((one) => passes(worst?.without ?? noFacets, one)).length).toBe(2)
})

test('what the list’s address says is what is read', () => {
  const choices: ListChoices = {
    facets: {
      verdict: ['fits', 'cpu-only'],
      publisher: ['Allen AI (Ai2)', 'Swiss AI (EPFL, ETH, CSCS)'],
      country: ['USA'],
      license: ['MIT'],
      input: ['image'],
      total: { least: 1.5e9, most: 9e9 },
      active: { least: null, most: 4e9 },
      since: '2026-04',
      speed: 5
    },
    grouped: true,
    filter: 'popular',
    sort: { column: 'speed', descending: true }
  }
  const parts = new URLSearchParams()
  writeList(parts, choices)
  expect(readList(new URLSearchParams(parts.toString()))).toEqual(choices)
  expect(activeFacets(choices.facets)).toHaveLength(11)
})

test('what makes no sense in an address is left out', () => {
  const read = readList(new URLSearchParams('v=perfect&in=smell&size=big&since=1999&tok=-1&sort=-luck'))
  expect(read.facets).toEqual(noFacets)
  expect(read.sort.column).toBe('default')
})

test('what keeps a model from running is said with its place', () => {
  expect(rows[2]?.assessment && needText(rows[2].assessment)).toBe('needs 12.0 GiB more RAM')
})

test('the copied table has a head and one line a row, separated by tabs', () => {
  const [head, first, , third] = tableText(rows, 1).split('\n')
  expect(head?.split('\t')).toEqual([
    'Model',
    'Publisher',
    'Parameters',
    'Active',
    'Verdict',
    'Quantisation',
    'File',
    'Longest context',
    'Memory',
    'Decode',
    'Decode range',
    'Needs'
  ])
  expect(first).toBe(
    'Carrier 7B\tNorth\t7B\t7B\tFits\tQ4_K_M\t4.00 GiB\t32k\t5.00 GiB VRAM\t43 tok/s\t36–49\t'
  )
  expect(third?.split('\t').slice(4)).toEqual([
    'Too large',
    'Q4_K_M',
    '4.00 GiB',
    '',
    '512 MiB RAM',
    '',
    '',
    'needs 12.0 GiB more RAM'
  ])
  const odd = row({ name: 'A\tname\nof two lines' })
  expect(lineText(odd, 1).split('\t')).toHaveLength(12)
})
