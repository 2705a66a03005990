import type { Bytes, BytesPerSecond } from '../quantity.ts'
import { bytes } from '../quantity.ts'
import type { Reading } from '../reading.ts'
import { known } from '../reading.ts'
import type { Overrides } from '../schema/overrides.ts'
import { addedAccelerator, type DeviceById } from './added-accelerators.ts'
import type { Accelerator, Machine } from './machine.ts'

const byHand = 'entered by hand'
const noCatalogue: DeviceById = () => undefined

/**
 * The machine with typed values in place of detected ones, and cards added by hand after the detected ones. The
 * detected machine is not changed, so leaving a value out of `overrides` brings its reading back.
 *
 * @param deviceById finds the catalogue devices that added cards name; a card it does not find has unknown readings
 */
export function applyOverrides(
  machine: Machine,
  overrides: Overrides,
  deviceById: DeviceById = noCatalogue
): Machine {
  const corrected = withHost(machine, overrides)
  return {
    ...corrected,
    accelerators: withAdded(corrected, overrides, deviceById).flatMap((one) => {
      const typed = overrides.accelerators[one.id]
      if (typed === undefined) return [one]
      return typed.ignored === true ? [] : [accelerator(one, typed)]
    })
  }
}

/** Detected and added accelerators without the values typed over them: what an undone value goes back to. */
export function acceleratorsBeneath(
  machine: Machine,
  overrides: Overrides,
  deviceById: DeviceById
): readonly Accelerator[] {
  return withAdded(withHost(machine, overrides), overrides, deviceById)
}

const withAdded = (machine: Machine, { added = [] }: Overrides, deviceById: DeviceById): Accelerator[] => [
  ...machine.accelerators,
  ...added.map((card) => addedAccelerator(card, machine, deviceById))
]

function withHost(machine: Machine, overrides: Overrides): Machine {
  const { ram, cpu } = machine
  const total = replaced(ram.total, overrides.ramTotal, bytes)
  const available = replaced(ram.available, overrides.ramAvailable, bytes)
  return {
    ...machine,
    os: replaced(machine.os, overrides.os, same),
    cpu: {
      name: replaced(cpu.name, overrides.cpu, same),
      physicalCores: replaced(cpu.physicalCores, overrides.physicalCores, same),
      logicalCores: replaced(cpu.logicalCores, overrides.logicalCores, same)
    },
    ram: {
      total,
      available: within(available, total, overrides.ramAvailable, overrides.ramTotal),
      bandwidth: ramBandwidth(ram.bandwidth, overrides)
    }
  }
}

/** A measured bandwidth takes the place of the reading as a typed one does, and says how it was measured. */
function ramBandwidth(
  reading: Reading<BytesPerSecond>,
  { ramBandwidth: value, ramBandwidthSource: source }: Overrides
): Reading<BytesPerSecond> {
  return value === undefined || source === undefined
    ? replaced(reading, value, perSecond)
    : known(perSecond(value), source, 'derived')
}

function accelerator(one: Accelerator, typed: Overrides['accelerators'][string]): Accelerator {
  const total = replaced(one.total, typed.total, bytes)
  return {
    ...one,
    name: replaced(one.name, typed.name, same),
    total,
    free: within(replaced(one.free, typed.free, bytes), total, typed.free, typed.total),
    bandwidth: replaced(one.bandwidth, typed.bandwidth, perSecond)
  }
}

/**
 * Free memory beside a total: where either was typed, not more than the total; where the total was typed and nothing
 * was read, all of it. Two readings that nobody typed are left as they are.
 */
function within(
  free: Reading<Bytes>,
  total: Reading<Bytes>,
  typedFree: number | undefined,
  typedTotal: number | undefined
): Reading<Bytes> {
  if (!total.known || (typedFree === undefined && typedTotal === undefined)) return free
  if (!free.known)
    return known(total.value, 'all of the total entered by hand; use by others unknown', 'derived')
  if (free.value <= total.value) return free
  return known(total.value, typedTotal === undefined ? 'the total' : 'the total entered by hand', 'derived')
}

const replaced = <In, Out>(
  reading: Reading<Out>,
  typed: In | undefined,
  make: (value: In) => Out
): Reading<Out> => (typed === undefined ? reading : known(make(typed), byHand, 'user'))

const same = <T>(value: T): T => value
const perSecond = (value: number): BytesPerSecond => value as BytesPerSecond
