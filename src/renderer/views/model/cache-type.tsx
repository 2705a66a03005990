import { memo, type ReactElement, useId } from 'react'
import { type CacheType, cacheTypes } from '../../../core/engine/settings.ts'
import { cacheTypeDivides } from '../../../core/memory/kv-cache.ts'
import type { Architecture } from '../../../core/model/architecture.ts'
import { choose } from '../../state/choices.ts'

/** Those that nearly everybody takes. */
const usual: readonly CacheType[] = ['f16', 'q8_0', 'q4_0']
const others = cacheTypes.filter((type) => !usual.includes(type))

const set = (cacheType: CacheType): void => choose({ cacheType })

/** The element type of the KV cache: the usual three at hand, the others in a menu beside them. */
export const CacheTypeControl = memo(function CacheTypeControl({
  architecture,
  value
}: {
  readonly architecture: Architecture
  readonly value: CacheType
}): ReactElement {
  const group = useId()
  const rare = others.includes(value)
  const ruledOut = (type: CacheType): boolean => !cacheTypeDivides(architecture, type)
  return (
    <fieldset className="control">
      <legend>Cache type</legend>
      <div className="segments">
        {usual.map((type) => (
          <label key={type}>
            <input
              type="radio"
              name={group}
              checked={type === value}
              disabled={ruledOut(type) && type !== value}
              onChange={() => set(type)}
            />
            <span>{type}</span>
          </label>
        ))}
        <select
          className={rare ? 'segment-menu chosen' : 'segment-menu'}
          aria-label="Other cache types"
          value={rare ? value : ''}
          onChange={(event) => {
            const type = others.find((other) => other === event.target.value)
            if (type) set(type)
          }}
        >
          <option value="" disabled>
            other ▾
          </option>
          {others.map((type) => (
            <option key={type} value={type} disabled={ruledOut(type)}>
              {type}
            </option>
          ))}
        </select>
      </div>
    </fieldset>
  )
})
