import type { Fitted } from '../../src/core/speed/fitted.ts'
import { bandsOf, engineShifts, measuredCards, withinCards } from './bands.ts'
import { crossValidate, type HeldOut, leaveOneOut } from './cross-validate.ts'
import { equationOf, type Fit, fitEquations, type NamedEquation, parametersOf } from './equations.ts'
import { doubtfulRows } from './doubtful.ts'
import { resolveRow } from './resolve-row.ts'
import { isPrefill, isResident, type MeasuredRow } from './row.ts'
import { qualityOf } from './statistics.ts'

export interface FitReport {
  readonly constants: Fitted
  readonly covariance: Readonly<
    Record<string, { readonly names: readonly string[]; readonly matrix: readonly (readonly number[])[] }>
  >
  readonly decode: readonly HeldOut[]
  readonly prefill: readonly HeldOut[]
  readonly cpu: readonly HeldOut[]
  readonly several: readonly HeldOut[]
  /** Each device predicted from all others. */
  readonly oneLeftOut: Readonly<Record<'decode' | 'prefill' | 'cpu' | 'several', readonly HeldOut[]>>
  readonly rows: readonly MeasuredRow[]
  /** In the tables, not in the fit: another row of the same card contradicts them. */
  readonly doubtful: readonly MeasuredRow[]
  readonly unresolved: ReadonlyMap<string, number>
  readonly summary: readonly string[]
}

const splits = 20
const isLlama = ({ engine, backend, quant }: MeasuredRow): boolean =>
  !/vllm|mlx|sglang|exllama|ktransformers/i.test(`${engine} ${backend} ${quant}`)

const rounded = (n: number): number => Number(n.toPrecision(6))
const covarianceOf = ({ names, solution }: Fit): FitReport['covariance'][string] => ({
  names,
  matrix: solution.covariance.map((row) => row.map((value) => Number(value.toPrecision(3))))
})

/** Constants of single devices, from rows of all but these: what is held out of a later fit is held out of this one. */
export const onGpuWithout =
  (decodeRows: readonly NamedEquation[]) =>
  (devices: ReadonlySet<string>): Record<string, number> =>
    parametersOf(fitEquations(decodeRows.filter(({ resolved }) => !devices.has(resolved.row.device))))

/** The whole fit: single devices first, then what is added by the CPU and by several devices with those held. */
export function fitAll(rows: readonly MeasuredRow[], date: string): FitReport {
  const unresolved = new Map<string, number>()
  const equations = rows.flatMap((row): NamedEquation[] => {
    const resolved = resolveRow(row)
    if (!resolved.ok) {
      unresolved.set(resolved.why, (unresolved.get(resolved.why) ?? 0) + 1)
      return []
    }
    const equation = equationOf(resolved.value)
    return equation === null ? [] : [equation]
  })
  const pick = (keep: (row: MeasuredRow, equation: NamedEquation) => boolean): NamedEquation[] =>
    equations.filter((equation) => keep(equation.resolved.row, equation))
  const single = (row: MeasuredRow): boolean =>
    isLlama(row) && row.count === 1 && isResident(row) && row.quality === 'A'
  const decodeRows = pick((row) => single(row) && !isPrefill(row))
  const prefillRows = pick((row) => single(row) && isPrefill(row))
  const cpuRows = pick(
    (row, { resolved: { input } }) =>
      !isPrefill(row) && input.ramBandwidth !== null && input.cpu.activeBytes > 0 && row.count === 1
  )
  const severalRows = pick((row) => isLlama(row) && !isPrefill(row) && row.count > 1 && isResident(row))

  const decodeFit = fitEquations(decodeRows)
  const doubtful = doubtfulRows(prefillRows)
  const believed = (equation: NamedEquation): boolean => !doubtful.has(equation)
  const prefillFit = fitEquations(prefillRows.filter(believed))
  const onGpu = parametersOf(decodeFit)
  const cpuFit = fitEquations(cpuRows, onGpu)
  const severalFit = fitEquations(severalRows, onGpu)
  const parameters = {
    ...parametersOf(severalFit),
    ...parametersOf(cpuFit),
    ...onGpu,
    ...parametersOf(prefillFit)
  }
  const decode = crossValidate(decodeRows, splits)
  const prefill = crossValidate(prefillRows, splits, { fitted: believed })
  const fixedWithout = onGpuWithout(decodeRows)
  const cpu = crossValidate(cpuRows, splits, { fixedWithout })
  const turns = crossValidate(severalRows, splits, { fixedWithout })
  const cards = measuredCards(decodeRows, onGpu)
  const constants: Fitted = {
    date,
    parameters: Object.fromEntries(
      Object.entries(parameters)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => [name, rounded(value)])
    ),
    bands: { ...bandsOf(decode, prefill, cpu, turns), 'decode measured': withinCards(decodeRows, onGpu) },
    measured: cards,
    engines: engineShifts(
      pick((row) => !isLlama(row) && !isPrefill(row) && row.count === 1 && isResident(row)),
      onGpu
    )
  }
  const line = (name: string, held: readonly HeldOut[]): string => {
    const quality = qualityOf(held)
    if (quality === null) return `${name}: no rows`
    const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
    return `${name}: ${quality.rows} rows, ${quality.devices} devices, median ${percent(quality.medianError)}, within 25 % ${percent(quality.within25)}, within 50 % ${percent(quality.within50)}`
  }
  const moe = ({ equation }: HeldOut): boolean => equation.resolved.input.experts !== null
  const short = ({ equation: { resolved } }: HeldOut): boolean =>
    resolved.row.depth <= 600 && resolved.input.promptTokens <= 600
  return {
    constants,
    covariance: {
      decode: covarianceOf(decodeFit),
      prefill: covarianceOf(prefillFit),
      cpu: covarianceOf(cpuFit)
    },
    decode,
    prefill,
    cpu,
    several: turns,
    oneLeftOut: {
      decode: leaveOneOut(decodeRows),
      prefill: leaveOneOut(prefillRows, { fitted: believed }),
      cpu: leaveOneOut(cpuRows, { fixedWithout }),
      several: leaveOneOut(severalRows, { fixedWithout })
    },
    rows,
    doubtful: [...doubtful].map(({ resolved }) => resolved.row),
    unresolved,
    summary: [
      line('decode', decode),
      line('decode, MoE', decode.filter(moe)),
      line('prefill', prefill),
      line('prefill, up to 600 tokens', prefill.filter(short)),
      line('prefill, MoE', prefill.filter(moe)),
      line('CPU and split', cpu),
      line(
        'split',
        cpu.filter(({ equation }) => equation.resolved.input.gpus.length > 0)
      ),
      line('several GPUs', turns)
    ]
  }
}
