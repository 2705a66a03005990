/** One measurement as the solver sees it: seconds = sum over columns of value x product of exp(parameters). */
export interface Equation {
  readonly columns: readonly number[]
  /** Parameters of each column, by index. */
  readonly factors: readonly (readonly number[])[]
  readonly seconds: number
  readonly weight: number
}

/** What is believed of a parameter before any row is seen: a logarithm and its spread. */
export interface Prior {
  readonly mean: number
  readonly spread: number
}

export interface Solution {
  readonly parameters: readonly number[]
  /** Covariance of the parameters: inverse of the weighted normal matrix. */
  readonly covariance: readonly (readonly number[])[]
}

/** Relative error at which a row starts to count less: beyond it the loss grows with the error, not its square. */
const tolerance = 0.15

function evaluate(equation: Equation, p: Float64Array, gradient: Float64Array | null): number {
  let sum = 0
  for (let at = 0; at < equation.columns.length; at++) {
    const column = equation.columns[at] ?? 0
    if (column === 0) continue
    let log = 0
    const factors = equation.factors[at] ?? []
    for (const factor of factors) log += p[factor] ?? 0
    const seconds = column * Math.exp(log)
    sum += seconds
    if (gradient) for (const factor of factors) gradient[factor] = (gradient[factor] ?? 0) + seconds
  }
  return sum
}

export const secondsOf = (equation: Pick<Equation, 'columns' | 'factors'>, p: readonly number[]): number =>
  evaluate({ ...equation, seconds: 1, weight: 1 }, Float64Array.from(p), null)

/**
 * Logarithms of positive parameters by iteratively reweighted least squares on relative error (Levenberg-Marquardt
 * steps, pseudo-Huber loss), held to their priors.
 */
export function solve(equations: readonly Equation[], priors: readonly Prior[]): Solution {
  const n = priors.length
  const p = Float64Array.from(priors, ({ mean }) => mean)
  let damping = 1e-2
  let { cost, matrix, vector } = normal(equations, priors, p)
  for (let step = 0; step < 60; step++) {
    const delta = solveLinear(
      matrix.map((row, i) => row.map((value, j) => (i === j ? value * (1 + damping) : value))),
      vector
    )
    const next = p.map((value, at) => value + Math.max(-1, Math.min(1, delta[at] ?? 0)))
    const tried = normal(equations, priors, next)
    if (tried.cost < cost) {
      const gain = cost - tried.cost
      p.set(next)
      ;({ cost, matrix, vector } = tried)
      damping = Math.max(damping / 4, 1e-9)
      if (gain < cost * 1e-7) break
    } else {
      damping *= 6
      if (damping > 1e8) break
    }
  }
  const covariance = Array.from({ length: n }, (_, at) =>
    solveLinear(
      matrix.map((row) => [...row]),
      Array.from({ length: n }, (__, j) => (j === at ? 1 : 0))
    )
  )
  return { parameters: [...p], covariance }
}

interface Normal {
  readonly cost: number
  readonly matrix: number[][]
  readonly vector: number[]
}

function normal(equations: readonly Equation[], priors: readonly Prior[], p: Float64Array): Normal {
  const n = priors.length
  const matrix = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  const vector = new Array<number>(n).fill(0)
  const gradient = new Float64Array(n)
  let cost = 0
  for (const equation of equations) {
    gradient.fill(0)
    const sum = evaluate(equation, p, gradient)
    const error = Math.log(equation.seconds / sum) / tolerance
    const root = Math.sqrt(1 + error * error)
    cost += equation.weight * (root - 1) * 2
    const weight = equation.weight / root
    const touched: number[] = []
    for (let at = 0; at < n; at++) if (gradient[at] !== 0) touched.push(at)
    for (const i of touched) {
      const gi = (gradient[i] ?? 0) / sum / tolerance
      const row = matrix[i] ?? []
      vector[i] = (vector[i] ?? 0) + weight * gi * error
      for (const j of touched) row[j] = (row[j] ?? 0) + weight * gi * ((gradient[j] ?? 0) / sum / tolerance)
    }
  }
  priors.forEach(({ mean, spread }, at) => {
    const away = (mean - (p[at] ?? 0)) / spread
    cost += away * away
    const row = matrix[at] ?? []
    row[at] = (row[at] ?? 0) + 1 / (spread * spread)
    vector[at] = (vector[at] ?? 0) + away / spread
  })
  return { cost, matrix, vector }
}

/** Gaussian elimination with partial pivoting; changes its arguments' copies only. */
function solveLinear(matrix: number[][], right: readonly number[]): number[] {
  const n = right.length
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0])
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row
    }
    const from = rows[pivot] ?? []
    rows[pivot] = rows[column] ?? []
    rows[column] = from
    const head = from[column] ?? 1
    for (let row = column + 1; row < n; row++) {
      const to = rows[row] ?? []
      const factor = (to[column] ?? 0) / head
      if (factor === 0) continue
      for (let at = column; at <= n; at++) to[at] = (to[at] ?? 0) - factor * (from[at] ?? 0)
    }
  }
  const solution = new Array<number>(n).fill(0)
  for (let row = n - 1; row >= 0; row--) {
    const from = rows[row] ?? []
    let sum = from[n] ?? 0
    for (let at = row + 1; at < n; at++) sum -= (from[at] ?? 0) * (solution[at] ?? 0)
    solution[row] = sum / (from[row] ?? 1)
  }
  return solution
}
