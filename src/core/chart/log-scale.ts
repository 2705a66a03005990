/** Contexts on a logarithmic axis, in pixels: every doubling is as wide as the next. */
export interface LogScale {
  readonly at: (contextTokens: number) => number
  /** The context at a pixel, held to the ends of the axis. */
  readonly contextAt: (x: number) => number
}

export function logScale(start: number, end: number, left: number, right: number): LogScale {
  // A model that reads 2,048 tokens at most has an axis of one point, drawn at the left.
  const octaves = Math.max(Math.log2(end / start), Number.MIN_VALUE)
  return {
    at: (contextTokens) => left + (Math.log2(contextTokens / start) / octaves) * (right - left),
    contextAt: (x) => {
      const fraction = right === left ? 0 : (x - left) / (right - left)
      return start * 2 ** (Math.min(1, Math.max(0, fraction)) * octaves)
    }
  }
}

/** Powers of two from `start` to `end`, thinned until they stand `apart` pixels from each other, and the end itself. */
export function contextTicks(start: number, end: number, scale: LogScale, apart: number): readonly number[] {
  const powers: number[] = []
  for (let power = 2 ** Math.ceil(Math.log2(start)); power < end; power *= 2) powers.push(power)
  const octave = scale.at(2 * start) - scale.at(start)
  const every = Math.max(1, Math.ceil(apart / octave))
  const kept = powers.filter((_, index) => index % every === 0)
  return [...kept.filter((power) => scale.at(end) - scale.at(power) >= apart), end]
}
