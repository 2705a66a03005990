import { type ReactElement, type ReactNode, useMemo, useState } from 'react'
import { devices } from '../../../catalog/devices.ts'
import type { DeviceSpec } from '../../../core/machine/device.ts'
import type { Platform } from '../../../core/machine/machine.ts'
import type { NewCard } from '../../state/change-overrides.ts'
import { countMeasure } from '../../state/measure.ts'
import { DeviceBox } from './device-box.tsx'
import { LabelledInput } from './labelled-input.tsx'
import { deviceBandwidth, deviceSize, deviceTitle, devicesFor } from '../../../catalog/search-devices.ts'

/** A card of the catalogue: its name is searched, the figures are the catalogue's. */
export function ListedCardForm({
  platform,
  room,
  onAdd,
  children
}: {
  readonly platform: Platform
  readonly room: number
  readonly onAdd: (card: NewCard, count: number, name: string) => void
  readonly children: ReactNode
}): ReactElement {
  const offered = useMemo(() => devicesFor(devices, platform), [platform])
  const [device, setDevice] = useState<DeviceSpec | null>(null)
  const [count, setCount] = useState('1')
  const [tried, setTried] = useState(false)
  const counts = countMeasure(room)
  const many = counts.parse(count)
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (device && many !== null) onAdd({ device: device.id }, many, deviceTitle(device))
      }}
    >
      <div className="add-fields">
        <DeviceBox
          devices={offered}
          chosen={device}
          wrong={tried && !device ? 'Choose a device of the list, or enter one that is not in it.' : null}
          onChoose={(chosen) => {
            setTried(false)
            setDevice(chosen)
          }}
        />
        <LabelledInput
          label="How many"
          value={count}
          wrong={tried && many === null ? counts.hint : null}
          onChange={setCount}
        />
      </div>
      {device && (
        <p className="field-origin">
          {deviceSize(device)}, {deviceBandwidth(device)}. {device.note} {device.source}
        </p>
      )}
      {children}
    </form>
  )
}
