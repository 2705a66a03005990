import type { FileType } from '../quant/file-type.ts'
import { fileTypes } from '../quant/file-type.ts'
import { candidatesFor } from './assess-llama.ts'
import type { Change } from './change.ts'
import type { CliffPoint, CliffQuestion, PointReader } from './cliff-point.ts'
import { edgeBetween, type Steps } from './cliff-search.ts'
import { smallerCaches } from './levers.ts'

/** A change of the question that moves a cliff to a longer context. */
export type CliffChange = Extract<Change, { kind: 'cache' | 'quant' | 'parallel' }>

export interface CliffLever {
  readonly change: CliffChange
  /** The last context before the cliff with the change made; the end of the curve where it is not met any more. */
  readonly contextTokens: number
  /** Tokens per request won. */
  readonly gained: number
  /** Whether the cliff is not met up to the end of the curve. */
  readonly gone: boolean
}

/**
 * What can be tried, what costs least of a model's quality first: half the cache, a quarter of it, the next smaller
 * quantisation, and last a request fewer, which costs none of it but somebody's place.
 */
export function cliffChanges({ model, quant }: CliffQuestion, { engine }: CliffPoint): CliffChange[] {
  const caches = smallerCaches({ architecture: model.architecture, engine })
  const smaller = nextSmaller(candidatesFor(model), quant)
  return [
    ...caches.map((to): CliffChange => ({ kind: 'cache', to })),
    ...(smaller === undefined ? [] : [{ kind: 'quant', to: smaller } as const]),
    ...(engine.parallel > 1 ? [{ kind: 'parallel', to: engine.parallel - 1 } as const] : [])
  ]
}

const nextSmaller = (candidates: readonly FileType[], quant: FileType): FileType | undefined =>
  fileTypes.slice(fileTypes.indexOf(quant) + 1).find((type) => candidates.includes(type))

export function withCliffChange(question: CliffQuestion, change: CliffChange): CliffQuestion {
  switch (change.kind) {
    case 'cache':
      return { ...question, engine: { ...question.engine, cacheType: change.to } }
    case 'quant':
      return { ...question, quant: change.to }
    case 'parallel':
      return { ...question, engine: { ...question.engine, parallel: change.to } }
  }
}

/** A change that wins less than this share of the context is not worth making. */
const leastGain = 1 / 16

/**
 * How far a change moves an edge, found as the edge was: by the answers with the change made. Null where it wins too
 * little, or where the engine could not take it.
 */
export function* leverOf(
  change: CliffChange,
  changed: PointReader,
  { last, beyond, keeps, end }: { last: number; beyond: number; keeps: number; end: number }
): Steps<CliffLever | null> {
  const holds = (contextTokens: number): boolean => changed.depth(contextTokens) <= keeps
  const held = holds(beyond)
  yield
  if (!held) return null
  const throughout = holds(end)
  yield
  if (throughout) return { change, contextTokens: end, gained: end - last, gone: true }
  // What is known of the changed question brackets the edge: the last context that holds.
  const further = changed.known().filter((context) => context >= beyond)
  const near = Math.max(beyond, ...further.filter(holds))
  const far = Math.min(end, ...further.filter((context) => context > near))
  const edge = yield* edgeBetween(near, far, holds)
  const gained = edge.last - last
  return gained < last * leastGain ? null : { change, contextTokens: edge.last, gained, gone: false }
}
