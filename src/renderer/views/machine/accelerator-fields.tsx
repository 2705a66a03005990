import type { ReactElement } from 'react'
import type { Accelerator } from '../../../core/machine/machine.ts'
import type { Bytes, BytesPerSecond } from '../../../core/quantity.ts'
import { type AcceleratorOverride, overrideAccelerator } from '../../state/change-overrides.ts'
import { bandwidthMeasure, memoryMeasure, nameMeasure } from '../../state/measure.ts'
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
  title
}: {
  readonly detected: Accelerator
  readonly override: AcceleratorOverride
  readonly title: string
}): ReactElement {
  const { id } = detected
  return (
    <section className="card">
      <div className="card-head">
        <h2>
          {title}{' '}
          <span className="quiet">
            {kinds[detected.kind]}, {detected.backend}
          </span>
        </h2>
        <label className="check">
          <input
            type="checkbox"
            checked={override.ignored ?? false}
            onChange={(event) => overrideAccelerator(id, 'ignored', event.target.checked || undefined)}
          />
          Leave it out of the plan
        </label>
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
        override={override.total as Bytes | undefined}
        measure={memoryMeasure}
        onChange={(value) => overrideAccelerator(id, 'total', value)}
      />
      <ReadingField
        label={`${title} memory free now`}
        reading={detected.free}
        override={override.free as Bytes | undefined}
        measure={memoryMeasure}
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
