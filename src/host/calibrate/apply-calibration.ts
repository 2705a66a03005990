import type { Machine } from '../../core/machine/machine.ts'
import type { BytesPerSecond } from '../../core/quantity.ts'
import { known, type Reading, valueOf } from '../../core/reading.ts'
import type { CalibrationRecord } from './store.ts'

const middle = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 1
}

function corrected(
  reading: Reading<BytesPerSecond>,
  device: string,
  records: readonly CalibrationRecord[]
): Reading<BytesPerSecond> {
  const own = records.filter((record) => record.device === device)
  if (!reading.known || own.length === 0) return reading
  const factor = middle(own.map((record) => record.factor))
  const runs = own.length === 1 ? 'a run' : `${own.length} runs`
  return known(
    (reading.value * factor) as BytesPerSecond,
    `${reading.source}, corrected by ${runs} on this machine`,
    'derived'
  )
}

/** A machine whose bandwidths are corrected by what was measured on it: the middle of the runs of each device. */
export function applyCalibration(machine: Machine, records: readonly CalibrationRecord[]): Machine {
  if (records.length === 0) return machine
  return {
    ...machine,
    ram: { ...machine.ram, bandwidth: corrected(machine.ram.bandwidth, 'RAM', records) },
    accelerators: machine.accelerators.map((accelerator) => ({
      ...accelerator,
      bandwidth: corrected(accelerator.bandwidth, valueOf(accelerator.name) ?? accelerator.id, records)
    }))
  }
}
