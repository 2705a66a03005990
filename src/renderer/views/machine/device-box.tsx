import { type ReactElement, useMemo, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { grouped } from '../../../core/format.ts'
import type { DeviceSpec } from '../../../core/machine/device.ts'
import { deviceBandwidth, deviceSize, deviceTitle, searchDevices } from '../../../catalog/search-devices.ts'

/** Enough to look through; drawing all of them would be felt on every key. */
const shownAtOnce = 60

const counted = (shown: number, found: number): string =>
  found === 0
    ? 'No device is called so.'
    : found > shown
      ? `${shown} of ${grouped(found)} devices. Type more of the name to see the others.`
      : found === 1
        ? '1 device'
        : `${found} devices`

/** A field to search the catalogue's devices in and choose one of. */
export function DeviceBox({
  devices,
  chosen,
  wrong,
  onChoose
}: {
  readonly devices: readonly DeviceSpec[]
  readonly chosen: DeviceSpec | null
  /** Why the form was refused, as a sentence; null while it was not. */
  readonly wrong: string | null
  readonly onChoose: (device: DeviceSpec | null) => void
}): ReactElement {
  const [text, setText] = useState('')
  const found = useMemo(() => searchDevices(devices, text), [devices, text])
  const shown = found.slice(0, shownAtOnce)
  const choose = (device: DeviceSpec | null): void => {
    setText(device ? deviceTitle(device) : '')
    onChoose(device)
  }
  return (
    <ComboBox
      className="control device-box"
      items={shown}
      inputValue={text}
      value={chosen?.id ?? null}
      allowsEmptyCollection
      isInvalid={wrong !== null}
      onInputChange={(typed) => {
        setText(typed)
        // Text and choice never part: what is typed after a choice is a new search.
        if (chosen && typed !== deviceTitle(chosen)) onChoose(null)
      }}
      onChange={(id) => choose(devices.find((one) => one.id === id) ?? null)}
    >
      <Label>Graphics card, as it is called</Label>
      <div
        className="device-input"
        onKeyDownCapture={(event) => {
          const [best] = found
          const field = event.target as HTMLElement
          if (event.key !== 'Enter' || field.getAttribute('aria-expanded') !== 'true' || !best) return
          if (field.hasAttribute('aria-activedescendant')) return
          // Nothing in the list is pointed at: Enter takes its first row rather than throw the text away.
          event.preventDefault()
          event.stopPropagation()
          choose(best)
        }}
      >
        <Input placeholder="4070 Ti, 7900 XTX, Arc B580" autoFocus />
        <Button className="device-arrow" aria-label="Show devices">
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      {wrong !== null && (
        <p className="wrong" role="alert">
          {wrong}
        </p>
      )}
      <Popover className="popover devices" maxHeight={380}>
        <ListBox
          className="options"
          renderEmptyState={() => <p className="quiet device-count">No device is called so.</p>}
        >
          {(device: DeviceSpec) => (
            <ListBoxItem className="option device" textValue={deviceTitle(device)}>
              <span>{device.name}</span>
              <span className="number">{deviceSize(device)}</span>
              <span className="number">{deviceBandwidth(device)}</span>
            </ListBoxItem>
          )}
        </ListBox>
        {found.length > 0 && <p className="quiet device-count">{counted(shown.length, found.length)}</p>}
      </Popover>
    </ComboBox>
  )
}
