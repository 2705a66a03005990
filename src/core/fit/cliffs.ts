import { cellPadding } from '../memory/cache-cells.ts'
import { type CliffLever, cliffChanges, leverOf, withCliffChange } from './cliff-levers.ts'
import { type CliffPoint, type CliffQuestion, depthOf, type PointReader, pointReader } from './cliff-point.ts'
import type { Cliff, CliffKind, CliffSeries } from './cliff-series.ts'
import { coarseFirst, type Edge, edgeBetween, type Steps } from './cliff-search.ts'
import { contextWithoutLimit } from './largest-context.ts'

const leastContext = 2048

/** Points per doubling of the context; the stops of a context slider (powers of two, and half-way) are among them. */
const perOctave = 4

/** Contexts from `start` to `end`, both included, evenly over each doubling; multiples of the engine's padding. */
export function sampledContexts(start: number, end: number): readonly number[] {
  const contexts: number[] = []
  for (let octave = leastContext; octave < end; octave *= 2)
    for (let part = 0; part < perOctave; part++) contexts.push(octave * (1 + part / perOctave))
  return [...contexts.filter((context) => context >= start && context < end), end]
}

/**
 * The curve of a question, worked out in steps of about one `assess` each: after every step it yields what is known,
 * the whole curve coarsely first. Whoever runs it may stop at any step and go on later. The last value is complete.
 *
 * It goes from 2,048 tokens to the documented context; without one, to where it does not fit any more, at most
 * `contextWithoutLimit`. A cliff is looked for by halving between two neighbouring points where the stage deepens
 * for good (`edgeBetween`). What would come and go between two points is not seen.
 */
export function* cliffSeries(question: CliffQuestion): Generator<CliffSeries, CliffSeries, undefined> {
  const work = new Work(question)
  const steps = work.steps()
  while (steps.next().done !== true) yield work.series
  return work.series
}

/** The whole curve at once, for what is not drawn while it comes. */
export function wholeCliffSeries(question: CliffQuestion): CliffSeries {
  const steps = cliffSeries(question)
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

class Work {
  series: CliffSeries
  readonly #reader: PointReader

  constructor(question: CliffQuestion) {
    const end = question.model.contextLength ?? contextWithoutLimit
    this.#reader = pointReader(question)
    this.series = {
      question,
      points: [],
      cliffs: [],
      start: Math.min(leastContext, end),
      end,
      compared: null,
      complete: false,
      problem: null
    }
  }

  *steps(): Steps<void> {
    const first = this.#reader.at(this.series.start)
    if (!first.ok) {
      this.series = { ...this.series, problem: first.error, complete: true }
      return
    }
    this.#draw(this.series.start)
    yield
    if (this.series.question.model.contextLength === null) yield* this.#findEnd()
    const { start, end } = this.series
    const contexts = sampledContexts(start, end)
    for (const index of coarseFirst(contexts.length)) {
      this.#draw(contexts[index] ?? end)
      yield
    }
    yield* this.#findCliffs(contexts)
    yield* this.#compareAndPull(contexts, first.value)
    this.series = { ...this.series, complete: true }
  }

  /** Nothing is documented: as far as it runs, in doublings. */
  *#findEnd(): Steps<void> {
    let end = this.series.start
    while (end < contextWithoutLimit && this.#reader.depth(end) < depthOf('too-large')) {
      end *= 2
      yield
    }
    this.series = { ...this.series, end: Math.max(end, 2 * this.series.start) }
  }

  #draw(contextTokens: number): void {
    this.series = { ...this.series, points: inserted(this.series.points, this.#reader, contextTokens) }
  }

  *#findCliffs(contexts: readonly number[]): Steps<void> {
    this.#addTrained()
    const depth = this.#reader.depth
    const lasting = lastingDepths(contexts.map(depth))
    for (const [index, far] of contexts.entries()) {
      let near = contexts[index - 1] ?? far
      while (near < far && depth(near) < (lasting[index] ?? 0)) {
        const level = depth(near)
        const edge = yield* edgeBetween(near, far, (context) => depth(context) <= level)
        this.#addCliff(edge)
        near = edge.beyond
      }
    }
  }

  #addCliff({ last, beyond }: Edge): void {
    this.#draw(last)
    this.#draw(beyond)
    const [before, after] = [this.#reader.at(last), this.#reader.at(beyond)]
    if (!before.ok || !after.ok) return
    const { gpuLayers = 'auto' } = this.series.question.engine
    const kind = kindOf(before.value, after.value, gpuLayers !== 'auto')
    if (this.series.cliffs.some((cliff) => cliff.kind === kind)) return
    this.#add({ kind, contextTokens: last, beyond, from: before.value.stage, to: after.value.stage })
  }

  #addTrained(): void {
    const { start, end, question } = this.series
    const { contextTrained } = question.model
    if (contextTrained === undefined || contextTrained < start || contextTrained >= end) return
    this.#draw(contextTrained)
    const point = this.#reader.at(contextTrained)
    if (!point.ok) return
    const { stage } = point.value
    const beyond = Math.min(end, contextTrained + cellPadding)
    this.#add({
      kind: 'trained-context',
      contextTokens: contextTrained,
      beyond,
      from: stage,
      to: stage,
      lever: null
    })
  }

  #add(cliff: Cliff): void {
    const cliffs = [...this.series.cliffs, cliff].sort((a, b) => a.contextTokens - b.contextTokens)
    this.series = { ...this.series, cliffs }
  }

  *#compareAndPull(contexts: readonly number[], first: CliffPoint): Steps<void> {
    const { question, end } = this.series
    const changes = cliffChanges(question, first)
    const readers = new Map(changes.map((change) => [change, pointReader(withCliffChange(question, change))]))
    const cache = changes.find((change) => change.kind === 'cache')
    const reader = cache && readers.get(cache)
    if (cache && reader) {
      for (const index of coarseFirst(contexts.length)) {
        const points = inserted(this.series.compared?.points ?? [], reader, contexts[index] ?? end)
        this.series = { ...this.series, compared: { cacheType: cache.to, points } }
        yield
      }
    }
    for (const cliff of this.series.cliffs) {
      if (cliff.kind === 'trained-context') continue
      const keeps = depthKept(cliff)
      let lever: CliffLever | null = null
      for (const [change, changed] of readers) {
        lever = yield* leverOf(change, changed, {
          last: cliff.contextTokens,
          beyond: cliff.beyond,
          keeps,
          end
        })
        if (lever) break
      }
      const found: Cliff = { ...cliff, lever }
      const cliffs = this.series.cliffs.map((each) => (each.kind === cliff.kind ? found : each))
      this.series = { ...this.series, cliffs }
    }
  }
}

/**
 * The least depth from each context on. The planner may put a whole layer into RAM and take it back a little further
 * on, where that is faster than experts: what does not last is no cliff.
 */
function lastingDepths(depths: readonly number[]): readonly number[] {
  let least = Infinity
  return depths
    .map((_, index) => (least = Math.min(least, depths[depths.length - 1 - index] ?? least)))
    .reverse()
}

function kindOf(before: CliffPoint, after: CliffPoint, fixed: boolean): CliffKind {
  if (before.stage === 'gpu') return 'vram-full'
  switch (after.stage) {
    case 'too-large':
      if (after.verdict.short?.device === 'RAM') return 'ram-full'
      return fixed ? 'vram-full' : 'memory-full'
    case 'cpu':
      return 'gpu-empty'
    default:
      return 'layers-leave'
  }
}

/** The deepest stage on the near side of a cliff. */
const depthKept = ({ kind, from, to }: Cliff): number =>
  kind === 'vram-full' && from === 'gpu' ? depthOf('gpu') : Math.max(0, depthOf(to) - 1)

function inserted(
  points: readonly CliffPoint[],
  reader: PointReader,
  contextTokens: number
): readonly CliffPoint[] {
  if (points.some((point) => point.contextTokens === contextTokens)) return points
  const read = reader.at(contextTokens)
  return read.ok ? [...points, read.value].sort((a, b) => a.contextTokens - b.contextTokens) : points
}
