import type { ReactElement } from 'react'
import type { Assessment } from '../../../core/fit/assessment.ts'
import { grouped, rate, rateRange, seconds } from '../../../core/format.ts'
import { durationText } from '../../../core/speed/predict-speed.ts'
import { choose } from '../../state/choices.ts'
import { FurtherSpeeds } from './further-speeds.tsx'

/** Decode and prefill with their ranges, and where the time of one token goes. */
export function SpeedCard({ assessment: { speed } }: { readonly assessment: Assessment }): ReactElement {
  if (!speed.known)
    return (
      <section className="card">
        <h2>Speed</h2>
        <p>
          <span className="unknown">unknown</span>: {speed.reason}
        </p>
        <button type="button" className="link" onClick={() => choose({ view: 'machine' })}>
          Enter it under This machine
        </button>
      </section>
    )
  const { decode, prefill, terms, firstToken } = speed
  const total = terms.reduce((sum, term) => sum + term.seconds, 0)
  return (
    <section className="card">
      <h2>Speed, and where the time of a token goes</h2>
      <div className="speeds">
        <p>
          <strong>{rate(decode.likely)}</strong> <small>{rateRange(decode)}</small>
          <span>writing, with {grouped(speed.depthTokens)} tokens in the cache</span>
        </p>
        <p>
          {prefill ? (
            <>
              <strong>{rate(prefill.likely)}</strong> <small>{rateRange(prefill)}</small>
              <span>
                reading a prompt of {grouped(speed.promptTokens)} tokens
                {firstToken && `: first word after ${durationText(firstToken)}`}
              </span>
            </>
          ) : (
            <>
              <strong className="unknown">unknown</strong>
              <span>reading a prompt: {speed.prefillNote ?? 'no measurements to fit it on'}</span>
            </>
          )}
        </p>
      </div>
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Parts of the time of one token">
        <table className="terms">
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col" className="number">
                Time
              </th>
              <th scope="col">Share</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {terms.map((term) => (
              <tr key={term.name}>
                <th scope="row">{term.name}</th>
                <td className="number">{seconds(term.seconds)}</td>
                <td className="share" aria-hidden="true">
                  <i style={{ width: `${total > 0 ? (term.seconds / total) * 100 : 0}%` }} />
                </td>
                <td className="why">{term.why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <FurtherSpeeds speed={speed} />
      <p className="basis">{speed.basis}</p>
    </section>
  )
}
