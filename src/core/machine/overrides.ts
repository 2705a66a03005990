import type { BytesPerSecond } from '../quantity.ts'
import { bytes } from '../quantity.ts'
import type { Reading } from '../reading.ts'
import { known } from '../reading.ts'
import type { Overrides } from '../schema/overrides.ts'
import type { Accelerator, Machine } from './machine.ts'

const byHand = 'entered by hand'

/**
 * The machine with typed values in place of detected ones. The detected machine is not changed, so leaving a value
 * out of `overrides` brings its reading back.
 */
export function applyOverrides(machine: Machine, overrides: Overrides): Machine {
  const { ram, cpu } = machine
  const total = replaced(ram.total, overrides.ramTotal, bytes)
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
      available: within(
        replaced(ram.available, overrides.ramAvailable, bytes),
        total,
        overrides.ramTotal !== undefined
      ),
      bandwidth: replaced(ram.bandwidth, overrides.ramBandwidth, perSecond)
    },
    accelerators: machine.accelerators.flatMap((one) => {
      const typed = overrides.accelerators[one.id]
      if (typed === undefined) return [one]
      return typed.ignored === true ? [] : [accelerator(one, typed)]
    })
  }
}

function accelerator(one: Accelerator, typed: Overrides['accelerators'][string]): Accelerator {
  const total = replaced(one.total, typed.total, bytes)
  return {
    ...one,
    name: replaced(one.name, typed.name, same),
    total,
    free: within(replaced(one.free, typed.free, bytes), total, typed.total !== undefined),
    bandwidth: replaced(one.bandwidth, typed.bandwidth, perSecond)
  }
}

/**
 * Free memory beside a total that was typed: not more than the total, and all of it where nothing was read. A total
 * that nobody typed leaves the reading as it is.
 */
function within<T extends number>(free: Reading<T>, total: Reading<T>, typed: boolean): Reading<T> {
  if (!typed || !total.known) return free
  if (!free.known)
    return known(total.value, 'all of the total entered by hand; use by others unknown', 'derived')
  return free.value <= total.value ? free : known(total.value, 'the total entered by hand', 'derived')
}

const replaced = <In, Out>(
  reading: Reading<Out>,
  typed: In | undefined,
  make: (value: In) => Out
): Reading<Out> => (typed === undefined ? reading : known(make(typed), byHand, 'user'))

const same = <T>(value: T): T => value
const perSecond = (value: number): BytesPerSecond => value as BytesPerSecond
