import { type ReactElement, useEffect, useMemo, useState } from 'react'
import { devices } from '../../../catalog/devices.ts'
import { ramSizes } from '../../../core/fit/need.ts'
import type { DeviceSpec } from '../../../core/machine/device.ts'
import { loadDevices } from '../../state/device-lookup.ts'
import { memorySpeeds, memorySpeedName } from '../../state/memory-speeds.ts'
import type { SimulatedColumn } from '../../state/compared.ts'
import { DeviceBox } from '../machine/device-box.tsx'
import { Choice } from './choice.tsx'

const counts = [1, 2, 3, 4, 6, 8] as const

/** Catalogue devices as the machine of one column. Closes with Escape, which then leaves no view. */
export function MachineForm({
  from,
  onChoose,
  onCancel
}: {
  /** RAM to begin with. */
  readonly from: Pick<SimulatedColumn, 'ramGib' | 'ramBandwidthGBs'>
  readonly onChoose: (machine: SimulatedColumn) => void
  readonly onCancel: () => void
}): ReactElement {
  const [device, setDevice] = useState<DeviceSpec | null>(null)
  const [count, setCount] = useState(1)
  const [ramGib, setRam] = useState(from.ramGib)
  const [ramBandwidthGBs, setBandwidth] = useState(from.ramBandwidthGBs)
  const [tried, setTried] = useState(false)
  // Parts that are soldered into one machine are not several of it.
  const offered = useMemo(() => devices.filter(({ kind }) => kind !== 'integrated'), [])
  useEffect(() => void loadDevices(), [])
  const unified = device?.kind === 'unified'
  return (
    <form
      noValidate
      className="machine-form"
      aria-label="Another machine"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!device) return
        onChoose({
          ...{ kind: 'simulated', device: device.id, count: unified ? 1 : count },
          ...{ ramGib, ramBandwidthGBs }
        })
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        event.preventDefault()
        onCancel()
      }}
    >
      <DeviceBox
        devices={offered}
        chosen={device}
        wrong={tried && !device ? 'Choose a device of the list.' : null}
        onChoose={setDevice}
      />
      {!unified && (
        <>
          <Choice label="How many" value={count} options={counts} onChange={setCount} />
          <Choice
            label="RAM"
            value={ramGib}
            options={ramSizes}
            name={(gib) => `${gib} GiB`}
            onChange={setRam}
          />
          <Choice
            label="Its speed"
            value={ramBandwidthGBs ?? 0}
            options={memorySpeeds}
            name={memorySpeedName}
            onChange={(speed) => setBandwidth(speed === 0 ? null : speed)}
          />
        </>
      )}
      <div className="machine-form-actions">
        <button type="submit" className="button">
          Use it
        </button>
        <button type="button" className="link" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  )
}
