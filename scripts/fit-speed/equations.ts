import {
  cpuColumns,
  cpuParameters,
  decodeColumns,
  decodeParameters,
  decodeParts,
  handOverParameters,
  withHandedLayers
} from '../../src/core/speed/decode-columns.ts'
import type { ParameterNames } from '../../src/core/speed/parameters.ts'
import { prefillColumns, prefillParameters, prefillParts } from '../../src/core/speed/prefill-columns.ts'
import type { ResolvedRow } from './resolve-row.ts'
import { dequantised, isPrefill } from './row.ts'
import { priorOf } from './priors.ts'
import { type Equation, type Solution, solve } from './solver.ts'

/** A row as named columns: what `solve` takes, before parameters have numbers. */
export interface NamedEquation {
  readonly resolved: ResolvedRow
  readonly columns: readonly number[]
  readonly names: readonly ParameterNames[]
  readonly seconds: number
}

/** The columns of a row; null where a rate that they need is unknown. */
export function equationOf(resolved: ResolvedRow): NamedEquation | null {
  const { row, input } = resolved
  const prefill = isPrefill(row)
  const parts = prefill ? prefillOf(resolved) : decodeOf(resolved)
  const seconds = (prefill ? input.promptTokens : 1) / row.tokensPerSecond
  const usable =
    parts.columns.length > 0 && parts.columns.every((value) => Number.isFinite(value) && value >= 0)
  return usable ? { resolved, ...parts, seconds } : null
}

type Parts = Pick<NamedEquation, 'columns' | 'names'>

function decodeOf(resolved: ResolvedRow): Parts {
  const { input } = resolved
  const gpus = input.gpus.filter(({ activeBytes, cacheBytes }) => activeBytes + cacheBytes > 0)
  const onCpu = input.cpu.activeBytes > 0
  const columns = gpus.flatMap((gpu, at) =>
    decodeColumns(onCpu && at === 0 ? withHandedLayers(gpu, input.cpu) : gpu, gpu.device, input)
  )
  const { unfused } = buildOf(resolved)
  const names = gpus.flatMap(({ device }) =>
    decodeParameters(device).map((each, at) =>
      unfused && decodeParts[at] === 'recurrent' ? [...each, 'recurrent.before the fused delta net'] : each
    )
  )
  for (const { device } of gpus.slice(1)) {
    columns.push(1)
    names.push(handOverParameters(device))
  }
  if (!onCpu) return { columns, names }
  const cpu = cpuColumns(input.cpu, input.ramBandwidth ?? Number.NaN, gpus.length > 0)
  return { columns: [...columns, ...cpu], names: [...names, ...cpuParameters] }
}

interface Build {
  readonly dequantises: boolean
  readonly oneByOne: boolean
  readonly unfused: boolean
}

/**
 * Builds whose kernels differ from today's, and what they cost is of no use for a prediction: those that dequantised;
 * before pull request 15525 (27 August 2025) CUDA multiplied one expert after the other; before 19504 (March 2026) the
 * gated delta rule of one token was a graph of more than twenty operations.
 */
function buildOf({ row, deltaNet }: ResolvedRow): Build {
  return {
    dequantises: dequantised(row),
    oneByOne: row.backend === 'cuda' && /^2025-0[78]$/.test(row.date),
    unfused: deltaNet && row.date < '2026-03'
  }
}

const expertParts: readonly string[] = ['experts', 'tile']

function prefillOf(resolved: ResolvedRow): Parts {
  const { input } = resolved
  const gpus = input.gpus.filter(({ activeBytes }) => activeBytes > 0)
  if (input.cpu.activeBytes > 0) return { columns: [], names: [] }
  const build = buildOf(resolved)
  return {
    columns: gpus.flatMap((gpu) => prefillColumns(gpu, gpu.device, input, build)),
    names: gpus.flatMap((gpu) =>
      prefillParameters(gpu.device, gpu, input, build).map((names, at) =>
        build.oneByOne && expertParts.includes(prefillParts[at] ?? '')
          ? [...names, 'prefill.one expert after the other']
          : names
      )
    )
  }
}

export interface Fit {
  readonly names: readonly string[]
  readonly solution: Solution
}

/** Devices with many rows must not outvote the others: a row counts one over the root of its device's rows. */
function weightsOf(equations: readonly NamedEquation[]): number[] {
  const counts = new Map<string, number>()
  for (const { resolved } of equations) {
    counts.set(resolved.row.device, (counts.get(resolved.row.device) ?? 0) + 1)
  }
  const weights = equations.map(({ resolved }) => 1 / Math.sqrt(counts.get(resolved.row.device) ?? 1))
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  return weights.map((weight) => weight / mean)
}

/** Fits the parameters that the rows name. `fixed` holds those of an earlier fit: they keep their values. */
export function fitEquations(
  equations: readonly NamedEquation[],
  fixed: Readonly<Record<string, number>> = {}
): Fit {
  // A column that is zero in a row says nothing about its parameters.
  const used = equations.flatMap((each) => each.names.filter((_, at) => each.columns[at] !== 0).flat())
  const names = [...new Set(used)]
  const index = new Map(names.map((name, at) => [name, at]))
  const weights = weightsOf(equations)
  const numbered = equations.map((each, at): Equation => ({
    columns: each.columns,
    factors: each.names.map((factors) => factors.flatMap((name) => index.get(name) ?? [])),
    seconds: each.seconds,
    weight: weights[at] ?? 1
  }))
  const priors = names.map((name) => {
    const value = fixed[name]
    return value === undefined ? priorOf(name) : { mean: value, spread: 1e-6 }
  })
  return { names, solution: solve(numbered, priors) }
}

export const parametersOf = ({ names, solution }: Fit): Record<string, number> =>
  Object.fromEntries(names.map((name, at) => [name, solution.parameters[at] ?? 0]))

/** Predicted seconds of a row under named parameters; those that no row could teach stay at what is believed of them. */
export function predictedSeconds(
  equation: NamedEquation,
  parameters: Readonly<Record<string, number>>
): number {
  return equation.columns.reduce((sum, column, at) => {
    const names = equation.names[at] ?? []
    const log = names.reduce((total, name) => total + (parameters[name] ?? priorOf(name).mean), 0)
    return column === 0 ? sum : sum + column * Math.exp(log)
  }, 0)
}

/** Logarithm of measured over predicted speed. */
export const residualOf = (equation: NamedEquation, parameters: Readonly<Record<string, number>>): number =>
  Math.log(predictedSeconds(equation, parameters) / equation.seconds)
