/** Round numbers from 0 to just under `top` or at it, at most `count` steps: 0 25 50 75, 0 8 16. */
export function linearTicks(
  top: number,
  count: number,
  steps: readonly number[] = decimal
): readonly number[] {
  if (!(top > 0)) return [0]
  const least = top / count
  const base = 10 ** Math.floor(Math.log10(least))
  const step = steps.map((each) => each * base).find((each) => each >= least * (1 - 1e-9)) ?? 10 * base
  return Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, index) => index * step)
}

const decimal: readonly number[] = [1, 2, 2.5, 5, 10]

/** The same for memory, whose round numbers are powers of two: 0 8 16 GiB. */
export function binaryTicks(top: number, count: number): readonly number[] {
  if (!(top > 0)) return [0]
  const step = 2 ** Math.ceil(Math.log2(top / count))
  return Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, index) => index * step)
}
