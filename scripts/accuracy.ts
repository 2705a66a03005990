/**
 * Holds the memory figures against what llama.cpp itself allocates, prints a table per model and per term, writes
 * docs/accuracy.md, and fails below the lines that the project sets itself.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { measuredAccuracy } from './accuracy/rows.ts'
import { active, computeSlack, type Score, score, sumOf } from './accuracy/score.ts'

const { source, rows, weights, headers } = measuredAccuracy()
const percent = (share: number): string =>
  Number.isFinite(share) ? `${(100 * share).toFixed(share < 0.1 ? 2 : 1)} %` : 'not comparable'
const share = (part: number, all: number): number => (all === 0 ? 1 : part / all)

const devices = active(rows)
const weightRows = weights.map(({ name, want, got }) => ({
  name,
  device: 'host' as const,
  want: { weights: want, context: 0, compute: 0 },
  got: got === null ? null : { weights: got, context: 0, compute: 0 }
}))
const headerDevices = active(headers)
const terms: readonly Score[] = [
  score('weights of a file', weightRows, (bill) => bill.weights),
  score('weights of a device', devices, (bill) => bill.weights),
  score('context of a device', devices, (bill) => bill.context),
  score('compute buffer', devices, (bill) => bill.compute, computeSlack),
  score('sum of a device', devices, sumOf),
  ...(headerDevices.length === 0
    ? []
    : [
        score('GGUF headers: weights', headerDevices, (bill) => bill.weights),
        score('GGUF headers: context', headerDevices, (bill) => bill.context),
        score('GGUF headers: compute', headerDevices, (bill) => bill.compute, computeSlack)
      ])
]
const of = (name: string): Score =>
  terms.find((term) => term.name === name) ?? { name, count: 0, equal: 0, within1: 0, within5: 0, worst: 0 }

const allEqual = (name: string): Line => ({
  what: `${name}: equal in 100 %`,
  got: percent(share(of(name).equal, of(name).count)),
  holds: of(name).equal === of(name).count
})
interface Line {
  readonly what: string
  readonly got: string
  readonly holds: boolean
}
const compute = of('compute buffer')
const sum = of('sum of a device')
const sumWithin3 = devices.filter(
  ({ want, got }) => got && Math.abs(sumOf(got) - sumOf(want)) <= 0.03 * sumOf(want)
)
const lines: readonly Line[] = [
  allEqual('weights of a file'),
  allEqual('weights of a device'),
  allEqual('context of a device'),
  {
    what: 'compute: within 5 % or 8 MiB in 90 %',
    got: percent(share(compute.within5, compute.count)),
    holds: share(compute.within5, compute.count) >= 0.9
  },
  { what: 'compute: none off by more than 25 %', got: percent(compute.worst), holds: compute.worst <= 0.25 },
  {
    what: 'aim beyond the line, compute: within 1 % in 95 %',
    got: percent(share(compute.within1, compute.count)),
    holds: true
  },
  {
    what: 'sum of a device: within 1 % in 98 %',
    got: percent(share(sum.within1, sum.count)),
    holds: share(sum.within1, sum.count) >= 0.98
  },
  {
    what: 'sum of a device: none off by more than 3 %',
    got: percent(sum.worst),
    holds: sumWithin3.length === devices.length
  },
  ...(headerDevices.length === 0
    ? []
    : [
        allEqual('GGUF headers: weights'),
        {
          what: 'GGUF headers: context equal in 95 %',
          got: percent(share(of('GGUF headers: context').equal, headerDevices.length)),
          holds: share(of('GGUF headers: context').equal, headerDevices.length) >= 0.95
        }
      ])
]

const table = (head: readonly string[], body: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
const scored = (title: string, scores: readonly Score[]): string =>
  table(
    [title, 'devices', 'equal', 'within 1 %', 'within 5 %', 'worst'],
    scores.map((each) => [
      each.name,
      String(each.count),
      percent(share(each.equal, each.count)),
      percent(share(each.within1, each.count)),
      percent(share(each.within5, each.count)),
      percent(each.worst)
    ])
  )
const names = [...new Set(devices.map(({ name }) => name))]
const perModel = names.map((name) =>
  score(
    name,
    devices.filter((row) => row.name === name),
    (bill) => bill.compute,
    computeSlack
  )
)
const perHeader = [...new Set(headerDevices.map(({ name }) => name))]
  .map((name) =>
    score(
      name,
      headerDevices.filter((row) => row.name === name),
      (bill) => bill.compute,
      computeSlack
    )
  )
  .filter(({ equal, count }) => equal < count)

const text = `# How far the memory figures are from the engine

Held against llama.cpp v0.5.0's own dry run: models loaded with \`no_alloc\`, every tensor laid out and every graph
reserved, its memory breakdown read back. ${source[0]?.toUpperCase()}${source.slice(1)}: ${rows.length} devices of measured
placements, ${weights.length} files${headers.length > 0 ? `, ${headers.length} devices of models read from a GGUF header` : ''}. Written by \`npm run accuracy\`, which fails when a line does not hold.

## Lines

${table(
  ['line', 'measured', ''],
  lines.map(({ what, got, holds }) => [what, got, holds ? 'holds' : '**does not hold**'])
)}

## By term

${scored('term', terms)}

## Compute buffer by model

${scored('model', perModel)}
${
  perHeader.length === 0
    ? ''
    : `
## Compute buffer of models read from a header

Those that are not equal in every row; the others are.

${scored('file', perHeader)}
`
}`
const file = join(import.meta.dirname, '../docs/accuracy.md')
const pretty = await format(text, { ...(await resolveConfig(file)), parser: 'markdown' })
if (source === 'all measured rows') writeFileSync(file, pretty)
process.stdout.write(pretty)
const failed = lines.filter(({ holds }) => !holds)
for (const { what, got } of failed) process.stdout.write(`does not hold: ${what}: ${got}\n`)
process.exitCode = failed.length === 0 ? 0 : 1
