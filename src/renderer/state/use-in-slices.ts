import { useEffect, useState } from 'react'

/** Leaves room for input and drawing in a frame of 16 ms. */
const sliceMs = 10

/** After this long the reader is told that work is going on. */
export const tellAfterMs = 300

export interface Sliced<Step, Answer> {
  /** What it said last of how far it is; null before its first word. */
  readonly step: Step | null
  /** Null until it is done. */
  readonly answer: Answer | null
  /** It takes long enough to be worth a word. */
  readonly slow: boolean
}

const nothing = { step: null, answer: null, slow: false } as const

/**
 * Runs a generator in slices between frames, so that the page never stops answering; `work` must be the same object
 * as long as the question is. Null does nothing. Another question, or leaving the view, drops what was begun; `stopped` keeps
 * what it has said so far and begins anew when it is taken back.
 */
export function useInSlices<Step, Answer>(
  work: (() => Generator<Step, Answer>) | null,
  stopped = false
): Sliced<Step, Answer> {
  const [state, setState] = useState<{ readonly of: typeof work; readonly now: Sliced<Step, Answer> }>({
    of: work,
    now: nothing
  })
  useEffect(() => {
    if (!work || stopped) return
    const generator = work()
    const began = performance.now()
    let timer: ReturnType<typeof setTimeout> | undefined
    const slice = (): void => {
      const until = performance.now() + sliceMs
      let last: Step | null = null
      do {
        const next = generator.next()
        if (next.done) {
          setState({ of: work, now: { step: last, answer: next.value, slow: false } })
          return
        }
        last = next.value
      } while (performance.now() < until)
      const step = last
      setState({ of: work, now: { step, answer: null, slow: performance.now() - began > tellAfterMs } })
      timer = setTimeout(slice)
    }
    timer = setTimeout(slice)
    return () => clearTimeout(timer)
  }, [work, stopped])
  // What was said of the question before is no answer to this one.
  return state.of === work ? state.now : nothing
}
