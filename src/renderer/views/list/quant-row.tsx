import { memo, type ReactElement } from 'react'
import { inGib } from '../../../core/format.ts'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import { memoryText } from '../../state/list-figures.ts'
import type { QuantItem } from '../../state/list-items.ts'
import { openQuant } from '../../state/list-place.ts'
import type { LineProps } from './line.ts'
import { DecodeOrNeed, LongestContext } from './model-row.tsx'

export interface QuantRowProps extends LineProps {
  readonly item: QuantItem
  readonly level: number
  readonly parallel: number
}

/** One quantisation of the model above. */
export const QuantRow = memo(function QuantRow(props: QuantRowProps): ReactElement {
  const { item, level, parallel, index, active, onActive } = props
  const { row, fileType, assessment } = item
  const best = row.assessment?.quant === fileType ? row.assessment.verdict.level : null
  return (
    <div
      role="row"
      className={`row quant-row${active ? ' active' : ''}`}
      aria-rowindex={index + 2}
      aria-level={level}
      tabIndex={active ? 0 : -1}
      data-key={item.key}
      onFocus={() => onActive(item.key)}
      onClick={() => openQuant(row.model.slug, fileType)}
    >
      <div role="gridcell" className="cell-model">
        <span className="file-type">{fileType}</span>
        <small>
          {assessment &&
            (assessment.fileBytes === null ? 'size unknown' : `${inGib(assessment.fileBytes)} file`)}
          {best !== null && (
            <span className="reason">
              {best === 'does-not-fit' ? ' · the smallest' : ' · best that fits'}
            </span>
          )}
        </small>
      </div>
      {assessment ? (
        <>
          <div role="gridcell" className="cell-verdict">
            <VerdictMark verdict={assessment.verdict} />
          </div>
          <div role="gridcell" className="cell-quant" />
          <div role="gridcell" className="cell-context">
            <LongestContext assessment={assessment} parallel={parallel} />
          </div>
          <div role="gridcell" className="cell-memory">
            <small>{memoryText(assessment)}</small>
          </div>
          <div role="gridcell" className="cell-speed">
            <DecodeOrNeed assessment={assessment} />
          </div>
        </>
      ) : (
        <div role="gridcell" className="cell-verdict quiet">
          Working it out…
        </div>
      )}
    </div>
  )
})
