import { classOf } from '../../src/core/speed/band.ts'
import type { HeldOut } from './cross-validate.ts'
import type { FitReport } from './fit-all.ts'
import { isPrefill } from './row.ts'
import { groupBy, median, type Quality, qualityOf } from './statistics.ts'

const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`
const rateText = (n: number): string => (n < 10 ? n.toFixed(2) : n.toFixed(1))

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const inputOf = ({ equation }: HeldOut): HeldOut['equation']['resolved']['input'] => equation.resolved.input
const rowOf = ({ equation }: HeldOut): HeldOut['equation']['resolved']['row'] => equation.resolved.row
const isMoe = (held: HeldOut): boolean => inputOf(held).experts !== null

/** How a speed is printed for a device nobody measured: the class's band, the card's own rows set aside. */
function insideBand(report: FitReport, held: HeldOut): boolean {
  const [gpu] = inputOf(held).gpus
  const what = isPrefill(rowOf(held)) ? 'prefill' : 'decode'
  const bands = report.constants.bands
  const band =
    inputOf(held).cpu.activeBytes > 0
      ? bands[gpu ? 'split' : 'cpu']
      : inputOf(held).gpus.length > 1 && what === 'decode'
        ? bands['several']
        : gpu && (bands[classOf(what, gpu.device, isMoe(held))] ?? bands[`${what} all`])
  return band !== undefined && held.residual >= band.low && held.residual <= band.high
}

function qualityRow(report: FitReport, name: string, held: readonly HeldOut[]): string[] {
  const quality: Quality | null = qualityOf(held)
  if (quality === null) return [name, '0', '0', '', '', '', '']
  const inside = held.filter((each) => insideBand(report, each)).length / held.length
  return [
    name,
    String(quality.rows),
    String(quality.devices),
    percent(quality.medianError),
    percent(quality.within25),
    percent(quality.within50),
    percent(inside, 0)
  ]
}

const heads = [
  'class',
  'rows',
  'devices',
  'median error',
  'within 25 %',
  'within 50 %',
  'inside the 80 % band'
]

function classes(report: FitReport, held: readonly HeldOut[]): string {
  const what = held[0] && isPrefill(rowOf(held[0])) ? 'prefill' : 'decode'
  const groups = groupBy(held, (each) => {
    const [gpu] = inputOf(each).gpus
    if (gpu === undefined) return 'CPU alone'
    return inputOf(each).cpu.activeBytes > 0
      ? `split, ${gpu.device.backend}`
      : classOf(what, gpu.device, isMoe(each))
  })
  return table(
    heads,
    [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, rows]) => qualityRow(report, name, rows))
  )
}

function worst(held: readonly HeldOut[], count: number): string {
  const byRow = groupBy(held, (each) => {
    const row = rowOf(each)
    return [row.device, row.backend, row.model, row.quant, row.test, row.depth].join('|')
  })
  const rows = [...byRow.values()]
    .map((group) => ({
      row: group[0] && rowOf(group[0]),
      residual: median(group.map(({ residual }) => residual))
    }))
    .sort((a, b) => Math.abs(b.residual) - Math.abs(a.residual))
    .slice(0, count)
  return table(
    ['device', 'backend', 'model', 'type', 'test', 'depth', 'measured', 'predicted', 'source'],
    rows.flatMap(({ row, residual }) =>
      row
        ? [
            [
              row.device,
              row.backend,
              row.model,
              row.quant,
              row.test,
              String(row.depth),
              rateText(row.tokensPerSecond),
              rateText(row.tokensPerSecond / Math.exp(residual)),
              row.source.replace(/\|/g, '/')
            ]
          ]
        : []
    )
  )
}

function doubtfulText({ doubtful }: FitReport): string {
  if (doubtful.length === 0) return 'none.'
  const named = doubtful.map(({ device, model, quant, test }) => `${device}, ${model} ${quant}, ${test}`)
  return `${named.join('; ')}. The same source has the packed type of the same model more than twice as fast on this card, though both are multiplied in 16 bits.`
}

function sources(report: FitReport): string {
  const groups = groupBy(report.rows, ({ source }) =>
    source
      .replace(/(localmaxxing\.com rows in \S+).*/, '$1')
      .replace(/(llmfit-core\/data\/community\/)\S+/, '$1...')
  )
  return table(
    ['source', 'rows', 'dates'],
    [...groups]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([source, rows]) => {
        const dates = [...new Set(rows.map(({ date }) => date))].sort()
        return [
          source.replace(/\|/g, '/'),
          String(rows.length),
          dates.length > 2 ? `${dates[0] ?? ''} to ${dates.at(-1) ?? ''}` : dates.join(', ')
        ]
      })
  )
}

function parametersTable(report: FitReport): string {
  const { covariance, constants } = report
  const deviations = new Map<string, number>()
  for (const { names, matrix } of Object.values(covariance)) {
    names.forEach((name, at) => {
      const variance = matrix[at]?.[at] ?? 0
      // Parameters held at an earlier fit's value have no variance of their own.
      if (!deviations.has(name) && variance > 1e-9) deviations.set(name, Math.sqrt(variance))
    })
  }
  return table(
    ['parameter', 'value', 'standard deviation'],
    Object.entries(constants.parameters).map(([name, log]) => {
      const deviation = deviations.get(name)
      return [name, Math.exp(log).toPrecision(3), deviation === undefined ? '' : percent(deviation, 0)]
    })
  )
}

/** `docs/speed.md`: what was fitted to what, how well it does on devices it did not see, and where it fails. */
export function speedDocument(report: FitReport): string {
  const { decode, prefill, cpu, several, oneLeftOut, constants, unresolved } = report
  const short = prefill.filter((each) => rowOf(each).depth <= 600 && inputOf(each).promptTokens <= 600)
  const oneSocket = cpu.filter((each) => rowOf(each).sockets === 1)
  const left = [...unresolved].reduce((sum, [, count]) => sum + count, 0)
  return `# How fast, and how sure

Written by \`npm run fit-speed\` on ${constants.date}; [method.md](method.md#speed) has the formula. Every error on this page
is that of devices the fit did not see: 20 times the devices were divided at random, the model fitted to 60 % of them
and held against the others. The constants in use are fitted to all.

${table(heads, [
  qualityRow(report, 'decode, everything resident', decode),
  qualityRow(report, 'of these MoE', decode.filter(isMoe)),
  qualityRow(report, 'prefill, everything resident', prefill),
  qualityRow(report, 'of these up to 600 tokens, cache empty', short),
  qualityRow(report, 'CPU alone, and split between GPU and CPU', cpu),
  qualityRow(report, 'of these machines with one socket', oneSocket),
  qualityRow(report, 'several GPUs by layers', several)
])}

Rows of quality A, one accelerator; several GPUs and CPU rows of quality A and B. The share inside the band counts the
band of the class, not that of a card with rows of its own. A class with rows of one or two devices says little: its band
is widened to that of all rows where a speed is shown.

The same with one device left out at a time, which is what a card that nobody measured gets:

${table(heads, [
  qualityRow(report, 'decode, everything resident', oneLeftOut.decode),
  qualityRow(report, 'of these MoE', oneLeftOut.decode.filter(isMoe)),
  qualityRow(report, 'prefill, everything resident', oneLeftOut.prefill),
  qualityRow(report, 'CPU alone, and split between GPU and CPU', oneLeftOut.cpu),
  qualityRow(report, 'several GPUs by layers', oneLeftOut.several)
])}

CPU, split and several GPUs stand on the constants of single GPUs: what is held out is held out of both fits.

## Decode by class

${classes(report, decode)}

## Prefill by class

${classes(report, prefill)}

## CPU and split

${classes(report, cpu)}

RAM speed had to be assumed for most of these machines, and a measured one helps more than any term. A process reaches
the memory of one socket: of machines with two the half counts, in the fit and where this machine is read. What was
measured by a benchmark of the memory is brought back to the modules' figure.

## Worst rows

Decode:

${worst(decode, 15)}

Prefill:

${worst(prefill, 10)}

CPU and split:

${worst(cpu, 8)}

Rows that another row contradicts are in these tables and not in the fit: ${doubtfulText(report)}

## Other engines

${
  Object.keys(constants.engines).length === 0
    ? 'No engine other than llama.cpp has ten rows on three devices: all say "no data".'
    : table(
        ['engine', 'over the formula', '80 % band', 'rows', 'devices'],
        Object.entries(constants.engines).map(([engine, { shift, low, high, rows, devices }]) => [
          engine,
          Math.exp(shift).toFixed(2),
          `${Math.exp(shift + low).toFixed(2)} to ${Math.exp(shift + high).toFixed(2)}`,
          String(rows),
          String(devices)
        ])
      )
}

An engine without ten rows on three devices says "no data".

## Cards with rows of their own

A card that was measured is corrected by the middle of its rows, drawn towards none: n rows count n / (n + 4). Its band is
what the rows of other models on the same card leave open. No other constant is keyed by the name of a device.

${table(
  ['card and backend', 'rows', 'measured over predicted'],
  Object.entries(constants.measured).map(([card, { shift, rows }]) => [
    card.replace('|', ', '),
    String(rows),
    Math.exp(shift).toFixed(2)
  ])
)}

## Constants

Logarithms are fitted, by reweighted least squares on relative error; each row counts one over the root of its device's
rows, and each parameter is held to a prior (\`scripts/fit-speed/priors.ts\`). \`resources/speed/covariance.json\` has the
covariance of the logarithms; the standard deviation here is its diagonal.

${parametersTable(report)}

## Where the rows come from

${report.rows.length} rows in \`resources/speed/measurements.tsv\`, each with source and date; ${left} of them name a model, a device or a file type
that the catalogue does not have, and are not used. Left out before: rows of quality C (averaged uploads, runs that were
host-limited or speculative without saying so, sets that contradict the memory bus), speculative runs, several requests at
once, and chat timings of llama.cpp, whose classes llama-bench covers.

${sources(report)}
`
}
