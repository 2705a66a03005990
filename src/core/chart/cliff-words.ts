import type { CliffLever } from '../fit/cliff-levers.ts'
import type { CliffPoint } from '../fit/cliff-point.ts'
import type { Cliff, CliffSeries } from '../fit/cliff-series.ts'
import { grouped, rateRange, tokenRate, tokens } from '../format.ts'

/** Two to four words for a cliff: `VRAM full: layers leave`. */
export function cliffTitle({ kind, to }: Cliff, { question: { machine } }: CliffSeries): string {
  const shared = machine.accelerators.length > 0 && machine.accelerators.every((gpu) => gpu.sharesHostMemory)
  switch (kind) {
    case 'vram-full': {
      const leaves = { gpu: '', experts: ': experts leave', layers: ': layers leave', cpu: ': all in RAM' }
      return `${shared ? 'GPU memory' : 'VRAM'} full${to === 'too-large' ? '' : leaves[to]}`
    }
    case 'layers-leave':
      return 'Layers leave'
    case 'gpu-empty':
      return 'GPU no longer used'
    case 'ram-full':
      return 'RAM full'
    case 'memory-full':
      return 'Memory full'
    case 'trained-context':
      return 'Trained context'
  }
}

/** What is changed, as it is called in the controls: `cache q8_0`, `Q3_K_M`, `3 at a time`. */
export function changeWords({ change }: CliffLever): string {
  switch (change.kind) {
    case 'cache':
      return `cache ${change.to}`
    case 'quant':
      return change.to
    case 'parallel':
      return `${grouped(change.to)} at a time`
  }
}

/** What a lever wins: `cache q8_0: +44,288 tokens`. */
export const leverWords = (lever: CliffLever): string =>
  `${changeWords(lever)}: ${
    lever.gone ? `gone up to ${tokens(lever.contextTokens)}` : `+${tokens(lever.gained)} tokens`
  }`

/** The line beneath a cliff's title where there is nothing to press. */
export function withoutLever({ kind, lever }: Cliff): string {
  if (kind === 'trained-context') return 'extended beyond'
  return lever === undefined ? 'looking for a way on…' : 'nothing tried moves it'
}

/** `Layers in RAM, about 14 tokens/s (12–17)`; for one that does not run its verdict alone. */
export function pointWords({ verdict, speed }: CliffPoint): string {
  if (!speed.known) return verdict.level === 'does-not-fit' ? verdict.word : `${verdict.word}, speed unknown`
  return `${verdict.word}, about ${tokenRate(speed.decode.likely)} tokens/s (${rateRange(speed.decode)})`
}

/** What stands over the speeds; where there are none, why. `narrow` is for a phone's window. */
export function speedTitle({ points }: CliffSeries, narrow: boolean): string {
  if (points.some(({ speed }) => speed.known))
    return narrow ? 'tokens/s, cache full' : 'tokens/s, one request writing with the cache full'
  const last = points.at(-1)?.speed
  return `No speed: ${last && !last.known ? lowered(last.reason) : 'unknown'}`
}

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)

/** That nothing falls for want of memory, as a sentence; null where something does. */
export function withoutCliff({ cliffs, points, start, end }: CliffSeries): string | null {
  if (cliffs.some(({ kind }) => kind !== 'trained-context')) return null
  const [word, ...others] = new Set(points.map(({ verdict }) => verdict.word))
  const throughout = word === undefined || others.length > 0 ? '' : `: ${word} throughout`
  return `Memory has no cliff from ${tokens(start)} to ${tokens(end)} tokens${throughout}.`
}

/** A curve as a list: one plain line per cliff, or that there is none. */
export function cliffLines(series: CliffSeries): readonly string[] {
  const { cliffs, problem } = series
  if (problem !== null) return [problem]
  const none = withoutCliff(series)
  return [
    ...cliffs.map((cliff) => `${cliffTitle(cliff, series)}${whatHappens(cliff, series)}${wayOn(cliff)}`),
    ...(none === null ? [] : [none])
  ]
}

function whatHappens({ kind, contextTokens, beyond }: Cliff, { points }: CliffSeries): string {
  const last = `${grouped(contextTokens)} tokens`
  if (kind === 'trained-context') return `: ${last}. The publisher extends it beyond.`
  const at = (context: number): string => {
    const point = points.find((each) => each.contextTokens === context)
    return point ? pointWords(point) : 'unknown'
  }
  return ` after ${last}: ${at(contextTokens)}; from ${grouped(beyond)} on: ${at(beyond)}.`
}

function wayOn({ lever }: Cliff): string {
  if (!lever) return ''
  const { gone, gained, contextTokens } = lever
  const name = changeWords(lever)
  return gone
    ? ` With ${name} there is none up to ${grouped(contextTokens)} tokens.`
    : ` With ${name} it comes ${grouped(gained)} tokens later, after ${grouped(contextTokens)}.`
}
