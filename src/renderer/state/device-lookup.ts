import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { DeviceById } from '../../core/machine/added-accelerators.ts'
import { settingsNote } from './remember.ts'

/** The catalogue's look-up; null until somebody needed it. */
const lookup = createStore<{ readonly find: DeviceById | null }>(() => ({ find: null }))

export const useDeviceLookup = (): DeviceById | null => useStore(lookup, (state) => state.find)

const nothing: DeviceById = () => undefined

/** Fetches the device catalogue, which the first page comes without. Never rejects: a card then says what it lacks. */
export async function loadDevices(): Promise<void> {
  if (lookup.getState().find) return
  try {
    const { deviceById } = await import('../../catalog/devices.ts')
    lookup.setState({ find: deviceById })
  } catch {
    lookup.setState({ find: nothing })
    settingsNote.setState({ note: 'The device catalogue could not be loaded. Reload the page.' })
  }
}
