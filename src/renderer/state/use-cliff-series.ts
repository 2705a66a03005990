import { useEffect, useState } from 'react'
import type { CliffQuestion } from '../../core/fit/cliff-point.ts'
import type { CliffSeries } from '../../core/fit/cliff-series.ts'
import { cliffSeries } from '../../core/fit/cliffs.ts'
import type { Machine } from '../../core/machine/machine.ts'

/** A curve as far as it is worked out; left at any step, gone on with later. */
interface Work {
  readonly steps: ReturnType<typeof cliffSeries>
  series: CliffSeries | null
}

/** Curves of some questions back, so that a control put back where it was costs nothing. */
const keptCurves = 24

const kept = new WeakMap<Machine, Map<string, Work>>()

/** Everything that a curve depends on besides the machine; the context is not among it. */
const keyOf = ({ model, quant, engine }: CliffQuestion): string =>
  [model.id, quant, ...Object.entries(engine).flat()].join(' ')

function workOf(question: CliffQuestion): Work {
  let works = kept.get(question.machine)
  if (!works) kept.set(question.machine, (works = new Map<string, Work>()))
  const key = keyOf(question)
  const work = works.get(key) ?? { steps: cliffSeries(question), series: null }
  works.delete(key)
  works.set(key, work)
  const [oldest] = works.keys()
  if (works.size > keptCurves && oldest !== undefined) works.delete(oldest)
  return work
}

/** Leaves room for input and drawing in a frame of 16 ms. */
const sliceMs = 10

function goOn(work: Work): CliffSeries {
  const until = performance.now() + sliceMs
  let series = work.series
  while (series === null || (!series.complete && performance.now() < until)) {
    series = work.steps.next().value
    work.series = series
  }
  return series
}

/** Points from which a curve has its shape: until then the one before stays on screen. */
const shapely = 9

/** The whole curve, worked out in slices. */
export async function finishedSeries(question: CliffQuestion): Promise<CliffSeries> {
  const work = workOf(question)
  for (;;) {
    const series = goOn(work)
    if (series.complete) return series
    await new Promise((resolve) => setTimeout(resolve))
  }
}

/**
 * The curve of a question, worked out in slices so that the page never stops answering, and drawn as it comes; null
 * before its first point. Another question stops the work on this one, which goes on where it was when it is asked
 * again.
 */
export function useCliffSeries(question: CliffQuestion): CliffSeries | null {
  const [shown, setShown] = useState<CliffSeries | null>(() => workOf(question).series)
  useEffect(() => {
    const work = workOf(question)
    let timer: ReturnType<typeof setTimeout> | undefined
    const slice = (): void => {
      const series = goOn(work)
      setShown((before) =>
        before === null || series.complete || series.points.length >= shapely ? series : before
      )
      if (!series.complete) timer = setTimeout(slice)
    }
    // After the answer itself is drawn.
    timer = setTimeout(slice)
    return () => clearTimeout(timer)
  }, [question])
  return shown
}
