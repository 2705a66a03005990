import { memo, type ReactElement } from 'react'
import type { Assessment } from '../../../core/fit/assessment.ts'
import { barOf } from '../../../core/report/bar.ts'
import { MemoryBar } from '../../parts/memory-bar.tsx'
import { SpeedText } from '../../parts/speed-text.tsx'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import { barBill } from '../../state/bar-bill.ts'
import { openModel } from '../../state/choices.ts'
import { contextText, memoryText, needText, sizeText } from '../../state/list-figures.ts'
import { runs } from '../../state/list-order.ts'
import { toggleQuants } from '../../state/list-place.ts'
import { hasQuants } from '../../state/use-quant-answers.ts'
import type { LineProps } from './line.ts'

function Memory({ assessment }: { readonly assessment: Assessment }): ReactElement | null {
  const bill = barBill(assessment)
  if (!bill) return null
  return (
    <>
      <MemoryBar bar={barOf(bill)} />
      <small>{memoryText(assessment)}</small>
    </>
  )
}

export function LongestContext(props: {
  readonly assessment: Assessment
  readonly parallel: number
}): ReactElement | null {
  if (!runs(props.assessment)) return null
  const text = contextText(props.assessment, props.parallel)
  return text === null ? <span className="unknown">unknown</span> : <>{text}</>
}

/** How fast it runs, or in a few words what it lacks. */
export function DecodeOrNeed({ assessment }: { readonly assessment: Assessment }): ReactElement {
  if (runs(assessment)) return <SpeedText speed={assessment.speed} />
  if (assessment.verdict.level === 'unknown')
    return (
      <span className="unknown" title={assessment.verdict.sentence}>
        unknown
      </span>
    )
  return <small>{needText(assessment)}</small>
}

function Answer(props: { readonly assessment: Assessment; readonly parallel: number }): ReactElement {
  const { assessment, parallel } = props
  const { verdict, quant } = assessment
  return (
    <>
      <div role="gridcell" className="cell-verdict">
        <VerdictMark verdict={verdict} />
      </div>
      <div role="gridcell" className="cell-quant">
        {quant}
        {verdict.level === 'does-not-fit' && quant !== null && <small>the smallest</small>}
      </div>
      <div role="gridcell" className="cell-context">
        <LongestContext assessment={assessment} parallel={parallel} />
      </div>
      <div role="gridcell" className="cell-memory">
        <Memory assessment={assessment} />
      </div>
      <div role="gridcell" className="cell-speed">
        <DecodeOrNeed assessment={assessment} />
      </div>
    </>
  )
}

export interface ModelRowProps extends LineProps {
  readonly model: Assessment['model']
  readonly assessment: Assessment | null
  readonly stale: boolean
  readonly open: boolean
  readonly level: number
  readonly parallel: number
  /** Why a search found it, where its name does not show it. */
  readonly reason: string | null
}

/** One model. Memoised: its assessment is the same object as long as nothing about it changes. */
export const ModelRow = memo(function ModelRow(props: ModelRowProps): ReactElement {
  const { model, assessment, stale, open, level, parallel, reason, index, active, onActive } = props
  const openable = hasQuants(model)
  return (
    <div
      role="row"
      className={`row${active ? ' active' : ''}${stale ? ' stale' : ''}`}
      aria-rowindex={index + 2}
      aria-level={level}
      aria-expanded={openable ? open : undefined}
      tabIndex={active ? 0 : -1}
      data-key={model.slug}
      data-slug={model.slug}
      onFocus={() => onActive(model.slug)}
      onClick={() => {
        onActive(model.slug)
        openModel(model.slug)
      }}
    >
      <div role="gridcell" className="cell-model">
        {openable && (
          <button
            type="button"
            className="disclose"
            tabIndex={-1}
            aria-label={`Quantisations of ${model.name}`}
            aria-expanded={open}
            onClick={(event) => {
              event.stopPropagation()
              toggleQuants(model.slug)
            }}
          >
            <span aria-hidden="true" />
          </button>
        )}
        <strong>{model.name}</strong>
        <small>
          {model.publisher} · {sizeText({ model, assessment })}
          {reason !== null && <span className="reason"> · {reason}</span>}
        </small>
      </div>
      {assessment ? (
        <Answer assessment={assessment} parallel={parallel} />
      ) : (
        <div role="gridcell" className="cell-verdict quiet">
          Working it out…
        </div>
      )}
    </div>
  )
})
