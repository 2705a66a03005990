import type { Overrides } from '../../core/schema/overrides.ts'
import { choices } from './choices.ts'

type HostKey = Exclude<keyof Overrides, 'accelerators'>
export type AcceleratorOverride = Overrides['accelerators'][string]

/** `values` without the keys that are undefined: an override that was undone leaves no trace. */
const present = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T

/** Sets one value of the machine by hand, or takes it back with `undefined`. */
export function overrideHost<K extends HostKey>(key: K, value: Overrides[K] | undefined): void {
  const { overrides } = choices.getState()
  choices.setState({ overrides: present({ ...overrides, [key]: value }) })
}

/** The same for a value of one accelerator. */
export function overrideAccelerator<K extends keyof AcceleratorOverride>(
  id: string,
  key: K,
  value: AcceleratorOverride[K] | undefined
): void {
  const { overrides } = choices.getState()
  const changed = present({ ...overrides.accelerators[id], [key]: value })
  const accelerators = { ...overrides.accelerators, [id]: changed }
  const kept = Object.fromEntries(Object.entries(accelerators).filter(([, of]) => Object.keys(of).length > 0))
  choices.setState({ overrides: { ...overrides, accelerators: kept } })
}
