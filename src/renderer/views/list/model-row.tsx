import { memo, type ReactElement } from 'react'
import { inGib, parameterCount, tokens } from '../../../core/format.ts'
import type { Assessment } from '../../../core/fit/assessment.ts'
import { totalOf } from '../../../core/memory/term.ts'
import { barOf } from '../../../core/report/bar.ts'
import { MemoryBar } from '../../parts/memory-bar.tsx'
import { SpeedText } from '../../parts/speed-text.tsx'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import { barBill } from '../../state/bar-bill.ts'
import { openModel } from '../../state/choices.ts'
import { runs } from '../../state/list-order.ts'

/** `30.5B, 3.3B active` or `14.7B dense`. */
export function sizeText({ model, parameters }: Assessment): string {
  const total = parameters.total ?? model.parameters.total
  const active = parameters.active ?? model.parameters.active
  if (total === null) return 'size not published'
  if (!model.architecture?.experts) return `${parameterCount(total)} dense`
  return `${parameterCount(total)}, ${active === null ? 'active part unknown' : `${parameterCount(active)} active`}`
}

const shortText = ({ verdict }: Assessment): string | null =>
  verdict.short ? `${inGib(verdict.short.bytes)} more needed` : null

function Memory({ assessment }: { readonly assessment: Assessment }): ReactElement | null {
  const bill = barBill(assessment)
  if (!bill) return null
  return (
    <>
      <MemoryBar bar={barOf(bill)} />
      <small>
        {inGib(totalOf(bill.terms))} {bill.kind === 'gpu' ? 'VRAM' : 'RAM'}
      </small>
    </>
  )
}

/** Down to a multiple of 1,024, so that a column of limits can be compared at a glance. */
const wholeThousands = (n: number): number => (n < 1024 ? Math.floor(n) : Math.floor(n / 1024) * 1024)

/** What each user gets. The search ends at the documented context, so for several users the limit is a lower bound. */
function LongestContext({
  assessment: { largestContext, model },
  parallel
}: {
  readonly assessment: Assessment
  readonly parallel: number
}): ReactElement {
  if (largestContext === null) return <span className="unknown">unknown</span>
  const bound = parallel > 1 && largestContext === model.contextLength
  return (
    <>
      {bound && '≥ '}
      {tokens(wholeThousands(largestContext / parallel))}
    </>
  )
}

interface RowProps {
  readonly assessment: Assessment
  readonly index: number
  readonly parallel: number
  /** Why a search found it, where its name does not show it. */
  readonly reason: string | null
  readonly active: boolean
  readonly onActive: (slug: string) => void
}

/** One model. Memoised: its assessment is the same object as long as nothing about it changes. */
export const ModelRow = memo(function ModelRow(props: RowProps): ReactElement {
  const { assessment, index, parallel, reason, active, onActive } = props
  const { model, verdict, quant, speed } = assessment
  const running = runs(assessment)
  return (
    <div
      role="row"
      className={active ? 'row active' : 'row'}
      aria-rowindex={index + 2}
      tabIndex={active ? 0 : -1}
      data-slug={model.slug}
      onFocus={() => onActive(model.slug)}
      onClick={() => openModel(model.slug)}
    >
      <div role="gridcell" className="cell-model">
        <strong>{model.name}</strong>
        <small>
          {model.publisher} · {sizeText(assessment)}
          {reason !== null && ` · ${reason}`}
        </small>
      </div>
      <div role="gridcell" className="cell-verdict">
        <VerdictMark verdict={verdict} />
      </div>
      <div role="gridcell" className="cell-quant">
        {quant}
      </div>
      <div role="gridcell" className="cell-context">
        {running && <LongestContext assessment={assessment} parallel={parallel} />}
      </div>
      <div role="gridcell" className="cell-memory">
        <Memory assessment={assessment} />
      </div>
      <div role="gridcell" className="cell-speed">
        {running ? <SpeedText speed={speed} /> : <small>{shortText(assessment)}</small>}
      </div>
    </div>
  )
})
