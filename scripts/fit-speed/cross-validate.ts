import { fitEquations, type NamedEquation, parametersOf, residualOf } from './equations.ts'

/** A row of a device that the fit did not see, with the logarithm of measured over predicted speed. */
export interface HeldOut {
  readonly equation: NamedEquation
  readonly residual: number
  readonly split: number
}

/** A small generator with a seed (mulberry32), so that a fit can be repeated to the digit. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function shuffled(names: readonly string[], seed: number): string[] {
  const next = random(seed)
  return names
    .map((name) => [next(), name] as const)
    .sort(([a], [b]) => a - b)
    .map(([, name]) => name)
}

/**
 * Fits on the rows of a share of the devices and predicts those of the others, for so many random splits.
 * `fixed` are parameters that stay as an earlier fit left them.
 */
export function crossValidate(
  equations: readonly NamedEquation[],
  splits: number,
  trainShare = 0.6,
  fixed: Readonly<Record<string, number>> = {},
  fitted: (equation: NamedEquation) => boolean = () => true
): HeldOut[] {
  const devices = [...new Set(equations.map(({ resolved }) => resolved.row.device))].sort()
  return Array.from({ length: splits }, (_, split) => {
    const train = new Set(shuffled(devices, split + 1).slice(0, Math.round(devices.length * trainShare)))
    const seen = equations.filter(({ resolved }) => train.has(resolved.row.device)).filter(fitted)
    const parameters = { ...fixed, ...parametersOf(fitEquations(seen, fixed)) }
    return equations
      .filter(({ resolved }) => !train.has(resolved.row.device))
      .map((equation) => ({ equation, residual: residualOf(equation, parameters), split }))
  }).flat()
}
