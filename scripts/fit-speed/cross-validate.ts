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

type Fixed = Readonly<Record<string, number>>

interface Options {
  /** Parameters of an earlier fit, which did not see the devices this is called with either. */
  readonly fixedWithout?: (devices: ReadonlySet<string>) => Fixed
  /** Rows that may teach; all are predicted. */
  readonly fitted?: (equation: NamedEquation) => boolean
}

const deviceOf = ({ resolved }: NamedEquation): string => resolved.row.device
const devicesOf = (equations: readonly NamedEquation[]): string[] =>
  [...new Set(equations.map(deviceOf))].sort()

function predictWithout(
  devices: ReadonlySet<string>,
  equations: readonly NamedEquation[],
  split: number,
  { fixedWithout = () => ({}), fitted = () => true }: Options
): HeldOut[] {
  const fixed = fixedWithout(devices)
  const seen = equations.filter((equation) => !devices.has(deviceOf(equation))).filter(fitted)
  const parameters = { ...fixed, ...parametersOf(fitEquations(seen, fixed)) }
  return equations
    .filter((equation) => devices.has(deviceOf(equation)))
    .map((equation) => ({ equation, residual: residualOf(equation, parameters), split }))
}

/** Fits on the rows of 60 % of the devices and predicts those of the others, for so many random splits. */
export function crossValidate(
  equations: readonly NamedEquation[],
  splits: number,
  options: Options = {}
): HeldOut[] {
  const devices = devicesOf(equations)
  return Array.from({ length: splits }, (_, split) => {
    const order = shuffled(devices, split + 1)
    const without = new Set(order.slice(Math.round(devices.length * 0.6)))
    return predictWithout(without, equations, split, options)
  }).flat()
}

/** Predicts the rows of each device by a fit to those of all others: what a device that nobody measured gets. */
export const leaveOneOut = (equations: readonly NamedEquation[], options: Options = {}): HeldOut[] =>
  devicesOf(equations).flatMap((device) => predictWithout(new Set([device]), equations, 0, options))
