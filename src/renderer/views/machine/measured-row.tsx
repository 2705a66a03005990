import type { ReactElement } from 'react'
import { rate } from '../../../core/format.ts'
import type { CalibrationRecord } from '../../../core/machine/calibration-record.ts'
import { correctionWords, runWords } from '../../../core/speed/calibration-words.ts'

/** One measurement: what was run, how fast it was, and what follows from it. */
export function MeasuredRow({
  record,
  name,
  onRemove
}: {
  readonly record: CalibrationRecord
  readonly name: string
  readonly onRemove: () => void
}): ReactElement {
  const { date, engine, quant, tokensPerSecond } = record
  return (
    <li className="kept-row measured-row">
      <div className="measured-what">
        <strong>
          {name} {quant}: <span className="number">{rate(tokensPerSecond)}</span>
        </strong>
        <small>
          {runWords(record)} · {engine} · {date}
        </small>
        <small>{correctionWords(record)}</small>
      </div>
      <button
        type="button"
        className="link"
        aria-label={`Remove the measurement of ${name} ${quant}, ${rate(tokensPerSecond)}`}
        onClick={onRemove}
      >
        Remove
      </button>
    </li>
  )
}
