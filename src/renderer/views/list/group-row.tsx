import { memo, type ReactElement } from 'react'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import type { GroupItem } from '../../state/list-items.ts'
import { toggleFamily } from '../../state/list-place.ts'
import type { LineProps } from './line.ts'

export interface GroupRowProps extends LineProps {
  readonly item: GroupItem
}

/** The head of a family. */
export const GroupRow = memo(function GroupRow(props: GroupRowProps): ReactElement {
  const { item, index, active, onActive } = props
  return (
    <div
      role="row"
      className={`row group-row${active ? ' active' : ''}`}
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={item.open}
      tabIndex={active ? 0 : -1}
      data-key={item.key}
      onFocus={() => onActive(item.key)}
      onClick={() => toggleFamily(item.family)}
    >
      <div role="gridcell" className="cell-model">
        <span className="disclose" aria-hidden="true">
          <span />
        </span>
        <strong>{item.family}</strong>
        <span className="count">
          {item.count} {item.count === 1 ? 'model' : 'models'}
        </span>
      </div>
      <div role="gridcell" className="cell-verdict">
        {item.best && (
          <>
            <span className="visually-hidden">At best: </span>
            <VerdictMark verdict={item.best} />
          </>
        )}
      </div>
    </div>
  )
})
