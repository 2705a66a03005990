import { useEffect, useRef, useState } from 'react'
import type { Assessment } from '../../core/fit/assessment.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { layerKinds } from '../../core/model/architecture.ts'
import type { ModelSpec } from '../../core/model/model.ts'
import { type Ask, assessmentOf } from './assessments.ts'
import { afterPaint } from './after-paint.ts'
import { lastSeen } from './list-place.ts'
import { useAllModels } from './own-models.ts'

type Answers = ReadonlyMap<string, Assessment>

/** The whole catalogue on one machine, as far as it is worked out. */
export interface ListAssessments {
  /** The last whole list; before there is one, what is worked out of the first. */
  readonly assessments: readonly Assessment[]
  /** What `assessments` answers: not yet the latest question while one is being worked out. */
  readonly ask: Ask
  readonly machine: Machine
  /** Whether `assessments` is a whole list. */
  readonly complete: boolean
  /** Answers to the latest question by slug: those on screen come first. */
  readonly latest: Answers
  /** Models still to come for the latest question. */
  readonly waiting: number
}

/** Leaves room for input and drawing in a frame of 16 ms. */
const sliceMs = 10

/** What is not on screen is shown in passing: often enough to be seen to go on. */
const showEveryMs = 150

/**
 * Whether all its layers are alike and without experts: the graph of its compute buffer is a short one then. The others
 * take up to ten times as long the first time, and would keep the first verdict back.
 */
const isPlain = ({ architecture }: ModelSpec): boolean =>
  architecture !== null && !architecture.experts && new Set(layerKinds(architecture)).size === 1

/** The next to work out: what the reader sees; before anything is on screen what is quickly done; then the catalogue. */
function* nextModels(models: readonly ModelSpec[], done: ReadonlyMap<string, unknown>) {
  const seen = new Set(lastSeen.slugs)
  const first = done.size === 0 && seen.size === 0 ? models.find(isPlain) : undefined
  if (first) yield first
  for (const model of models) if (seen.has(model.slug) && !done.has(model.slug)) yield model
  for (const model of models) if (!seen.has(model.slug) && !done.has(model.slug)) yield model
}

/** As many more as a slice has time for, added to `done`. Remembered answers cost nearly nothing. */
function goOn(done: Map<string, Assessment>, models: readonly ModelSpec[], machine: Machine, ask: Ask): void {
  const until = performance.now() + sliceMs
  for (const model of nextModels(models, done)) {
    done.set(model.slug, assessmentOf(machine, model, 'auto', ask))
    if (performance.now() > until) return
  }
}

const inOrder = (done: Answers, models: readonly ModelSpec[]): readonly Assessment[] =>
  models.flatMap(({ slug }) => done.get(slug) ?? [])

function progress(
  before: ListAssessments | null,
  done: Answers,
  models: readonly ModelSpec[],
  machine: Machine,
  ask: Ask
): ListAssessments {
  const waiting = models.length - done.size
  const latest: Answers = new Map(done)
  // A whole list stays in its order until the next one is whole, so that rows do not move under the reader.
  if (before?.complete && waiting > 0) return { ...before, latest, waiting }
  return { assessments: inOrder(done, models), ask, machine, complete: waiting === 0, latest, waiting }
}

/**
 * Works through the catalogue in slices, so that the page never stops answering, what is on screen first. The first
 * list grows; in later ones the answers change where they stand, and the order follows when all are there.
 */
export function useListAssessments(machine: Machine, ask: Ask): ListAssessments {
  const models = useAllModels()
  const [list, setList] = useState(() => {
    const done = new Map<string, Assessment>()
    goOn(done, models, machine, ask)
    return progress(null, done, models, machine, ask)
  })
  const whole = useRef(list.complete)
  useEffect(() => {
    const done = new Map<string, Assessment>()
    let shownAt = -Infinity
    let cancel = (): void => undefined
    const soon = (): void => {
      const timer = setTimeout(slice)
      cancel = () => clearTimeout(timer)
    }
    const slice = (): void => {
      const missed = lastSeen.slugs.some((slug) => !done.has(slug))
      goOn(done, models, machine, ask)
      const complete = done.size === models.length
      whole.current ||= complete
      const show = complete || missed || performance.now() - shownAt > showEveryMs
      if (show) {
        shownAt = performance.now()
        setList((shown) => progress(shown, done, models, machine, ask))
      }
      if (complete) cancel = () => undefined
      else if (show) cancel = afterPaint(slice)
      else soon()
    }
    // The first answers are on their way to the screen; those to another question are for this frame.
    if (!whole.current) cancel = afterPaint(slice)
    else {
      let stopped = false
      cancel = () => (stopped = true)
      queueMicrotask(() => stopped || slice())
    }
    return () => cancel()
  }, [models, machine, ask])
  return list
}
