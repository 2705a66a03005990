import type { ReactElement } from 'react'
import { rate, rateRange } from '../../../core/format.ts'
import { durationText } from '../../../core/speed/predict-speed.ts'
import type { Speed } from '../../../core/speed/speed.ts'

/** Several users at once, drafting and loading, where they are known. */
export function FurtherSpeeds({
  speed
}: {
  readonly speed: Extract<Speed, { known: true }>
}): ReactElement | null {
  const { batch, speculative, load } = speed
  const facts: readonly (readonly [string, string] | null)[] = [
    batch
      ? [
          `${batch.sequences} users writing at once`,
          `${rate(batch.each.likely)} (${rateRange(batch.each)}) each, ${rate(batch.total.likely)} (${rateRange(batch.total)}) together`
        ]
      : null,
    speculative
      ? ['With its own drafting', `${rate(speculative.rate.likely)} (${rateRange(speculative.rate)})`]
      : null,
    load ? ['Loading from disk', `${durationText(load)}, by the speed of the disk`] : null
  ]
  if (facts.every((fact) => fact === null)) return null
  return (
    <dl className="further">
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          )
      )}
    </dl>
  )
}
