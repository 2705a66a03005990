/**
 * Sizes that depend on what is asked: polynomials in a few quantities, so that a graph is built once per model and any
 * micro-batch and context are put in afterwards.
 */

/**
 * What a size may depend on. The last seven are of compressed attention alone (DeepSeek V4): cells of its two compressed
 * caches, cells that one micro-batch adds to them, rows of state it leaves, and bytes of one element of a cache.
 */
export const unknowns = [
  'tokens',
  'outputs',
  'streams',
  'sequences',
  'cells',
  'windowCells',
  'selected',
  'sparseCells',
  'denseCells',
  'sparseBlocks',
  'denseBlocks',
  'sparseKept',
  'denseKept',
  'cacheWidth'
] as const
export type Unknown = (typeof unknowns)[number]

/** Values of the unknowns. */
export type Given = Readonly<Record<Unknown, number>>

/** A coefficient times a product of unknowns; `powers` holds the exponents, four bits each. */
interface Term {
  readonly factor: number
  readonly powers: number
}

/** A number, or a sum of terms. */
export type Size = number | readonly Term[]

const bits = 4
const unit = (unknown: Unknown): number => 2 ** (bits * unknowns.indexOf(unknown))

export const sizeOf = (unknown: Unknown): Size => [{ factor: 1, powers: unit(unknown) }]

const terms = (size: Size): readonly Term[] =>
  typeof size === 'number' ? (size === 0 ? [] : [{ factor: size, powers: 0 }]) : size

const simplest = (sum: readonly Term[]): Size => {
  const only = sum[0]
  return only === undefined ? 0 : sum.length === 1 && only.powers === 0 ? only.factor : sum
}

export function times(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') return a * b
  if (a === 1) return b
  if (b === 1) return a
  const left = terms(a)
  const right = terms(b)
  if (left.length === 1 && right.length === 1) {
    const x = left[0] as Term
    const y = right[0] as Term
    const powers = x.powers + y.powers
    const factor = x.factor * y.factor
    return powers === 0 ? factor : [{ factor, powers }]
  }
  return gather(
    left.flatMap((x) => right.map((y) => ({ factor: x.factor * y.factor, powers: x.powers + y.powers })))
  )
}

export const plus = (a: Size, b: Size): Size =>
  typeof a === 'number' && typeof b === 'number' ? a + b : gather([...terms(a), ...terms(b)])

/** Division by one term, such as tokens by streams. */
export function over(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') return a / b
  const [divisor] = terms(b)
  if (divisor === undefined) throw new Error('division by nothing')
  return simplest(
    terms(a).map((x) => ({ factor: x.factor / divisor.factor, powers: x.powers - divisor.powers }))
  )
}

export function product(sizes: readonly Size[]): Size {
  let all: Size = 1
  for (let i = 0; i < sizes.length; i++) all = times(all, sizes[i] as Size)
  return all
}

function gather(sum: readonly Term[]): Size {
  const byPowers = new Map<number, number>()
  for (const { factor, powers } of sum) byPowers.set(powers, (byPowers.get(powers) ?? 0) + factor)
  return simplest(
    [...byPowers].filter(([, factor]) => factor !== 0).map(([powers, factor]) => ({ factor, powers }))
  )
}

export function sameSize(a: Size, b: Size): boolean {
  if (a === b) return true
  if (typeof a === 'number' || typeof b === 'number' || a.length !== b.length) return false
  return a.every((x) => b.some((y) => x.powers === y.powers && x.factor === y.factor))
}

/** A text that is equal for equal sizes. */
export const sizeKey = (size: Size): string => {
  if (typeof size === 'number') return String(size)
  const only = size[0]
  if (size.length === 1 && only) return `${only.factor}*${only.powers}`
  return [...size]
    .sort((a, b) => a.powers - b.powers)
    .map(({ factor, powers }) => `${factor}*${powers}`)
    .join('+')
}

/** The unknowns of a packed product with their exponents, -8 to 7 each: pairs (index into `unknowns`, exponent). */
function exponents(powers: number): readonly number[] {
  const half = 2 ** (bits - 1)
  const base = 2 ** bits
  const pairs: number[] = []
  let rest = powers
  for (let i = 0; rest !== 0; i++) {
    const low = ((((rest + half) % base) + base) % base) - half
    if (low !== 0) pairs.push(i, low)
    rest = (rest - low) / base
  }
  return pairs
}

/** Sizes prepared for many evaluations: the products that occur, and for every size its coefficients. */
export interface SizeTable {
  /** Pairs (index into `unknowns`, exponent) of each product. */
  readonly products: readonly (readonly number[])[]
  /** For size i: pairs of (coefficient, index into `products`), flat, from `starts[i]` to `starts[i + 1]`. */
  readonly starts: Int32Array
  readonly factors: Float64Array
  readonly of: Int32Array
}

export function sizeTable(sizes: readonly Size[]): SizeTable {
  const indexOf = new Map<number, number>()
  const products: (readonly number[])[] = []
  const starts = [0]
  const factors: number[] = []
  const of: number[] = []
  for (const size of sizes) {
    for (const { factor, powers } of terms(size)) {
      let index = indexOf.get(powers)
      if (index === undefined) {
        index = products.push(exponents(powers)) - 1
        indexOf.set(powers, index)
      }
      factors.push(factor)
      of.push(index)
    }
    starts.push(factors.length)
  }
  return {
    products,
    starts: Int32Array.from(starts),
    factors: Float64Array.from(factors),
    of: Int32Array.from(of)
  }
}

const cellsAxis = unknowns.indexOf('cells')

function valueOf(pairs: readonly number[], given: Given): number {
  let value = 1
  for (let i = 0; i < pairs.length; i += 2) {
    const unknown = pairs[i] as number
    if (unknown === cellsAxis) continue
    const power = pairs[i + 1] as number
    const base = given[unknowns[unknown] as Unknown]
    value *= power === 1 ? base : base ** power
  }
  return value
}

const isAlongCells = (pairs: readonly number[]): boolean => {
  for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === cellsAxis) return true
  return false
}

/**
 * Every size as a line over the cells of the context: pairs (bytes at no cells, bytes per cell), the rest of `given` put
 * in. The first is rounded up to `alignment`; the second is a whole multiple of it for 256 cells, the step of a context.
 */
export function lines(table: SizeTable, given: Given, alignment: number): Float64Array {
  const { products, starts, factors, of } = table
  const out = new Float64Array(2 * (starts.length - 1))
  const values = products.map((pairs) => valueOf(pairs, given))
  const alongCells = products.map((pairs) => isAlongCells(pairs))
  for (let i = 0; i < starts.length - 1; i++) {
    let [at, per] = [0, 0]
    for (let j = starts[i] as number; j < (starts[i + 1] as number); j++) {
      const index = of[j] as number
      const value = (factors[j] as number) * (values[index] as number)
      if (alongCells[index]) per += value
      else at += value
    }
    out[2 * i] = Math.ceil(at / alignment) * alignment
    out[2 * i + 1] = per
  }
  return out
}
