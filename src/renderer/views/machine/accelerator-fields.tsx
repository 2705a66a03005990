import type { ReactElement } from 'react'
import type { Accelerator } from '../../../core/machine/machine.ts'
import type { Bytes, BytesPerSecond } from '../../../core/quantity.ts'
import { type AcceleratorOverride, overrideAccelerator } from '../../state/change-overrides.ts'
import { bandwidthMeasure, memoryMeasure, nameMeasure } from '../../state/measure.ts'
import { freeWithin, totalAbove } from './free-within.ts'
import { ReadingField } from './reading-field.tsx'

const kinds: Record<Accelerator['kind'], string> = {
  discrete: 'memory of its own',
  integrated: 'part of the processor, shares RAM',
  unified: 'one memory with the processor',
  mig: 'a slice of a partitioned GPU'
}

export function AcceleratorFields({
  detected,
  override,
  title,
  onRemove
}: {
  readonly detected: Accelerator
  readonly override: AcceleratorOverride
  readonly title: string
  /** Takes away a card that was added by hand; a detected one can only be left out. */
  readonly onRemove?: () => void
}): ReactElement {
  const { id } = detected
  const total = override.total as Bytes | undefined
  const free = override.free as Bytes | undefined
  return (
    <section className={override.ignored === true ? 'card left-out' : 'card'}>
      <div className="card-head">
        <h2>
          {title}{' '}
          <span className="quiet">
            {onRemove && 'added by hand, '}
            {kinds[detected.kind]}, {detected.backend}
          </span>
        </h2>
        <div className="card-actions">
          {onRemove && (
            <button type="button" className="link" aria-label={`Remove ${title}`} onClick={onRemove}>
              Remove
            </button>
          )}
          <label className="check">
            <input
              type="checkbox"
              checked={override.ignored ?? false}
              onChange={(event) => overrideAccelerator(id, 'ignored', event.target.checked || undefined)}
            />
            Leave it out of the plan
          </label>
        </div>
      </div>
      <ReadingField
        label={`${title} name`}
        reading={detected.name}
        override={override.name}
        measure={nameMeasure}
        onChange={(value) => overrideAccelerator(id, 'name', value)}
      />
      <ReadingField
        label={`${title} memory`}
        reading={detected.total}
        override={total}
        measure={memoryMeasure}
        refuse={totalAbove(free)}
        onChange={(value) => overrideAccelerator(id, 'total', value)}
      />
      <ReadingField
        label={`${title} memory free now`}
        reading={detected.free}
        override={free}
        measure={memoryMeasure}
        refuse={freeWithin(total, detected.total)}
        onChange={(value) => overrideAccelerator(id, 'free', value)}
      />
      <ReadingField
        label={`${title} bandwidth`}
        reading={detected.bandwidth}
        override={override.bandwidth as BytesPerSecond | undefined}
        measure={bandwidthMeasure}
        onChange={(value) => overrideAccelerator(id, 'bandwidth', value)}
      />
    </section>
  )
}
