import { fitted } from './fitted.ts'

/**
 * The speed model is a sum of columns (a physical quantity: bytes over bandwidth, operations over rate, a count of
 * layers), each times a coefficient. A coefficient is the product of named parameters, of which `fitted` holds the
 * logarithms: `launch.cuda` times `architecture.Turing`. The fit (`scripts/fit-speed`) and the prediction use the same
 * names; a parameter nobody fitted, that of an architecture no one measured, is a factor of one.
 */
export type ParameterNames = readonly string[]

/** Coefficients of the columns whose parameters are named. Made once per device. */
export const coefficientsOf = (names: readonly ParameterNames[]): readonly number[] =>
  names.map((factors) => Math.exp(factors.reduce((sum, name) => sum + (fitted.parameters[name] ?? 0), 0)))
