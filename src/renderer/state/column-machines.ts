import type { SavedMachine } from '../../contract/api.ts'
import type { DeviceById } from '../../core/machine/added-accelerators.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { sameName } from '../../core/machine/machine-name.ts'
import { simulatedMachine } from '../../core/machine/simulated.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { ColumnMachine, SimulatedColumn } from './compared.ts'

/** Where the machines of columns come from; null while it is being fetched. */
export interface MachineSources {
  readonly here: Machine
  readonly kept: readonly SavedMachine[] | null
  readonly deviceById: DeviceById | null
}

/** Answers are remembered per machine object, so one simulation is made once. */
const made = new Map<string, Machine>()

function simulated(
  { device, count, ramGib, ramBandwidthGBs }: SimulatedColumn,
  deviceById: DeviceById
): Result<Machine, string> {
  const key = `${device ?? ''} ${count} ${ramGib} ${ramBandwidthGBs ?? ''}`
  const before = made.get(key)
  if (before) return ok(before)
  const spec = device === null ? null : deviceById(device)
  if (spec === undefined)
    return err(`The device catalogue has no “${device ?? ''}”. Choose another machine for this column.`)
  const machine = simulatedMachine({
    devices: spec ? [{ spec, count }] : [],
    ramGib,
    ...(ramBandwidthGBs !== null && { ramBandwidthGBs })
  })
  made.set(key, machine)
  return ok(machine)
}

/** The machine of a column: null while what it needs is being fetched, a sentence where it cannot be had. */
export function machineOf(
  choice: ColumnMachine,
  { here, kept, deviceById }: MachineSources
): Result<Machine, string> | null {
  if (choice.kind === 'here') return ok(here)
  if (choice.kind === 'kept') {
    if (!kept) return null
    const found = kept.find(({ name }) => sameName(name, choice.name))
    return found
      ? ok(found.machine)
      : err(`No machine is kept here under the name “${choice.name}”. Choose another for this column.`)
  }
  if (choice.device === null) return simulated(choice, () => undefined)
  return deviceById && simulated(choice, deviceById)
}

/** `2 × GeForce RTX 3090, 64 GiB RAM`: what a column's machine is called, whether or not it can be had. */
export function machineTitle(choice: ColumnMachine, { here, deviceById }: MachineSources): string {
  if (choice.kind === 'here') return here.name
  if (choice.kind === 'kept') return choice.name
  const { device, count, ramGib } = choice
  if (device === null) return `${ramGib} GiB RAM alone`
  const spec = deviceById?.(device)
  const name = spec?.name ?? device
  const cards = count > 1 ? `${count} × ${name}` : name
  return spec?.kind === 'unified' ? `${cards}, ${spec.memoryGib ?? '?'} GiB` : `${cards}, ${ramGib} GiB RAM`
}
