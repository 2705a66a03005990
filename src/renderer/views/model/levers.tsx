import { memo, type ReactElement, type RefObject, useEffect, useRef } from 'react'
import type { Assessment } from '../../../core/fit/assessment.ts'
import { runs } from '../../../core/fit/verdict.ts'
import { inGib } from '../../../core/format.ts'
import { VerdictShape } from '../../parts/verdict-mark.tsx'
import { choose } from '../../state/choices.ts'
import { stepWords } from '../../state/step-words.ts'
import type { Offer } from '../../state/offers.ts'
import { useOffers } from '../../state/use-offers.ts'
import { lastStep, type Step, stepBack, useLastStep } from '../../state/undo.ts'

/** What stands in the way, as far as anything does. */
function whyNot({ verdict }: Assessment): string | null {
  const { whole, level } = verdict
  if (level === 'does-not-fit') return 'Each of these alone makes it run.'
  if (whole) return `Not wholly on the GPU: ${whole.device} is ${inGib(whole.bytes)} short of that.`
  return null
}

function Row({
  offer,
  onPull
}: {
  readonly offer: Offer
  readonly onPull: (offer: Offer) => void
}): ReactElement {
  const inside = (
    <>
      <strong>{offer.name}</strong>
      <span className="lever-brings">
        <span className={`verdict verdict-${offer.level}`}>
          <VerdictShape level={offer.level} />
        </span>
        <span>{offer.brings}</span>
      </span>
    </>
  )
  return (
    <li>
      {offer.pull === null ? (
        <div className="lever">{inside}</div>
      ) : (
        <button type="button" className="lever" onClick={() => onPull(offer)}>
          {inside}
        </button>
      )}
    </li>
  )
}

/** What was just changed by a lever, with the way back under the finger that pulled it. */
function Pulled({
  step,
  card,
  onUndone
}: {
  readonly step: Step
  readonly card: RefObject<HTMLElement | null>
  readonly onUndone: () => void
}): ReactElement {
  const undo = useRef<HTMLButtonElement>(null)
  // The lever that had the focus is gone with the answer that it belonged to.
  useEffect(() => undo.current?.focus({ preventScroll: true }), [step])
  return (
    <p className="undo-line" role="status">
      <span>{stepWords(step)}</span>
      <button
        ref={undo}
        type="button"
        className="link"
        onClick={() => {
          stepBack('settings')
          onUndone()
          card.current?.focus({ preventScroll: true })
        }}
      >
        Undo
      </button>
    </p>
  )
}

const nothingToWish =
  'Nothing is left to wish for: all of it is on the GPU, with the longest context it documents.'

/** Why not, and the smallest changes that help: each is a button that makes the change, and says what comes of it. */
export const Levers = memo(function Levers({
  question,
  current,
  pulled,
  onPulled
}: {
  readonly question: Parameters<typeof useOffers>[0]
  readonly current: Assessment
  /** The change that a lever made last; kept by who draws this, as the card may move to another column. */
  readonly pulled: Step | null
  readonly onPulled: (step: Step | null) => void
}): ReactElement | null {
  const found = useOffers(question, current)
  const last = useLastStep('settings')
  const card = useRef<HTMLElement>(null)
  const why = whyNot(current)
  const { level } = current.verdict
  if (level === 'unknown' || level === 'not-obtainable' || level === 'layout-only') return null
  const pull = ({ pull: change }: Offer): void => {
    if (change === null) return
    choose(change)
    onPulled(lastStep('settings'))
  }
  return (
    <section className="card levers" ref={card} tabIndex={-1} aria-labelledby="levers">
      <h2 id="levers">{runs(current.verdict) ? 'Levers' : 'What would make it run'}</h2>
      {pulled !== null && pulled === last && (
        <Pulled step={pulled} card={card} onUndone={() => onPulled(null)} />
      )}
      {why !== null && (found === null || found.offers.length > 0) && <p className="lever-why">{why}</p>}
      {found === null ? (
        <p className="lever-why">Working out…</p>
      ) : found.offers.length === 0 ? (
        <p className="lever-why">
          {level === 'fits' ? nothingToWish : 'No single change of the settings or of the memory helps.'}
        </p>
      ) : (
        <ul className={found.of === current ? undefined : 'stale'} aria-busy={found.of !== current}>
          {found.offers.map((offer) => (
            <Row key={offer.name} offer={offer} onPull={pull} />
          ))}
        </ul>
      )}
    </section>
  )
})
