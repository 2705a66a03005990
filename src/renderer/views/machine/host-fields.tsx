import type { ReactElement } from 'react'
import type { HostApi } from '../../../contract/api.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import type { Bytes, BytesPerSecond } from '../../../core/quantity.ts'
import type { Overrides } from '../../../core/schema/overrides.ts'
import { overrideHost } from '../../state/change-overrides.ts'
import { bandwidthMeasure, countMeasure, memoryMeasure, nameMeasure } from '../../state/measure.ts'
import { MeasureRam } from './measure-ram.tsx'
import { freeWithin, totalAbove } from './free-within.ts'
import { ReadingField } from './reading-field.tsx'

const physicalCores = countMeasure(4096)
const logicalCores = countMeasure(8192)

export function HostFields({
  detected,
  overrides,
  host
}: {
  readonly detected: Machine
  readonly overrides: Overrides
  /** Measures on this machine; null where another one is looked at. */
  readonly host: HostApi | null
}): ReactElement {
  const { ram, cpu, os } = detected
  const total = overrides.ramTotal as Bytes | undefined
  const available = overrides.ramAvailable as Bytes | undefined
  return (
    <>
      <section className="card">
        <h2>RAM</h2>
        <ReadingField
          label="RAM"
          reading={ram.total}
          override={total}
          measure={memoryMeasure}
          refuse={totalAbove(available)}
          onChange={(value) => overrideHost('ramTotal', value)}
        />
        <ReadingField
          label="RAM available now"
          reading={ram.available}
          override={available}
          measure={memoryMeasure}
          refuse={freeWithin(total, ram.total)}
          onChange={(value) => overrideHost('ramAvailable', value)}
        />
        <ReadingField
          label="RAM bandwidth"
          reading={ram.bandwidth}
          override={overrides.ramBandwidth as BytesPerSecond | undefined}
          overrideSource={overrides.ramBandwidthSource}
          measure={bandwidthMeasure}
          onChange={(value) => overrideHost('ramBandwidth', value)}
        />
        {host && <MeasureRam host={host} />}
      </section>
      <section className="card">
        <h2>Processor and system</h2>
        <ReadingField
          label="Processor"
          reading={cpu.name}
          override={overrides.cpu}
          measure={nameMeasure}
          onChange={(value) => overrideHost('cpu', value)}
        />
        <ReadingField
          label="Cores"
          reading={cpu.physicalCores}
          override={overrides.physicalCores}
          measure={physicalCores}
          onChange={(value) => overrideHost('physicalCores', value)}
        />
        <ReadingField
          label="Threads"
          reading={cpu.logicalCores}
          override={overrides.logicalCores}
          measure={logicalCores}
          onChange={(value) => overrideHost('logicalCores', value)}
        />
        <ReadingField
          label="Operating system"
          reading={os}
          override={overrides.os}
          measure={nameMeasure}
          onChange={(value) => overrideHost('os', value)}
        />
      </section>
    </>
  )
}
