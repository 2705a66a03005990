import { useEffect, useState } from 'react'
import type { Assessment } from '../../core/fit/assessment.ts'
import type { Machine } from '../../core/machine/machine.ts'
import type { ModelSpec } from '../../core/model/model.ts'
import { type Ask, assessmentOf } from './assessments.ts'
import { useAllModels } from './own-models.ts'

/** The whole catalogue on one machine, as far as it is worked out. */
export interface ListAssessments {
  readonly assessments: readonly Assessment[]
  /** What they answer: not yet the latest question while one is being worked out. */
  readonly ask: Ask
  /** Models still to come for the latest question. */
  readonly waiting: number
}

interface Progress extends ListAssessments {
  /** The rows on screen are a whole list, of this question or the one before. */
  readonly complete: boolean
}

/** Leaves room for input and drawing in a frame of 16 ms. */
const sliceMs = 10

/** `done` and as many more as a slice has time for. Remembered answers cost nearly nothing. */
function goOn(
  done: readonly Assessment[],
  models: readonly ModelSpec[],
  machine: Machine,
  ask: Ask
): readonly Assessment[] {
  const until = performance.now() + sliceMs
  const more: Assessment[] = []
  for (const model of models.slice(done.length)) {
    more.push(assessmentOf(machine, model, 'auto', ask))
    if (performance.now() > until) break
  }
  return [...done, ...more]
}

const progress = (assessments: readonly Assessment[], models: readonly ModelSpec[], ask: Ask): Progress => {
  const waiting = models.length - assessments.length
  return { assessments, ask, waiting, complete: waiting === 0 }
}

/**
 * Works through the catalogue in slices, so that the page never stops answering. The first list grows on screen;
 * later ones replace it when they are complete, so that rows do not flicker under the reader.
 */
export function useListAssessments(machine: Machine, ask: Ask): ListAssessments {
  const models = useAllModels()
  const [list, setList] = useState(() => progress(goOn([], models, machine, ask), models, ask))
  useEffect(() => {
    let done: readonly Assessment[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    let stopped = false
    const slice = (): void => {
      if (stopped) return
      done = goOn(done, models, machine, ask)
      const next = progress(done, models, ask)
      setList((shown) => (shown.complete && !next.complete ? { ...shown, waiting: next.waiting } : next))
      if (!next.complete) timer = setTimeout(slice)
    }
    queueMicrotask(slice)
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [models, machine, ask])
  return list
}
