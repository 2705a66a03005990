import { useEffect, useState } from 'react'
import type { Assessment } from '../../core/fit/assessment.ts'
import { type Offer, offersFor, type Question } from './offers.ts'

/** The levers, and the answer they were worked out for. */
export interface Offers {
  readonly of: Assessment
  readonly offers: readonly Offer[]
}

/** How long a slider has to rest before the levers are tried: they are a dozen plans more, the answer is one. */
const restMs = 120

/**
 * The levers of an answer, worked out after it is drawn and in steps, so that no move of a slider waits for them. Null
 * until the first are there; those of the answer before stay until the next are (`of` tells).
 */
export function useOffers(question: Question, current: Assessment): Offers | null {
  const [found, setFound] = useState<Offers | null>(null)
  const first = found === null
  useEffect(() => {
    const steps = offersFor(question, current)
    let timer = setTimeout(step, first ? 0 : restMs)
    function step(): void {
      const next = steps.next()
      if (next.done === true) setFound({ of: current, offers: next.value })
      else timer = setTimeout(step, 0)
    }
    return () => clearTimeout(timer)
    // oxlint-disable-next-line react/exhaustive-deps -- how long to wait is no reason to begin again
  }, [question, current])
  return found
}
