import type { BytesPerSecond } from '../quantity.ts'
import { known, type Reading, valueOf } from '../reading.ts'
import type { CalibrationRecord, Correction } from './calibration-record.ts'
import type { Accelerator, Machine, MeasuredHere } from './machine.ts'

/** The middle one by its factor; the lower of two. */
const middle = (corrections: readonly Correction[]): Correction | undefined =>
  [...corrections].sort((a, b) => a.factor - b.factor)[Math.floor((corrections.length - 1) / 2)]

const correctionsOf = (
  records: readonly CalibrationRecord[],
  what: CalibrationRecord['what'],
  device: string
): Correction[] =>
  records.flatMap(({ what: kind, correction }) =>
    kind === what && correction?.device === device ? [correction] : []
  )

function corrected(
  reading: Reading<BytesPerSecond>,
  corrections: readonly Correction[]
): Reading<BytesPerSecond> {
  const one = middle(corrections)
  if (!reading.known || one === undefined) return reading
  const runs = corrections.length === 1 ? 'a run' : `${corrections.length} runs`
  return known(
    (reading.value * one.factor) as BytesPerSecond,
    `${reading.source}, corrected by ${runs} on this machine`,
    'derived'
  )
}

function accelerator(one: Accelerator, records: readonly CalibrationRecord[]): Accelerator {
  const device = valueOf(one.name) ?? one.id
  const decode = one.bandwidth.known ? correctionsOf(records, 'decode', device) : []
  const prefill = correctionsOf(records, 'prefill', device)
  const rate = middle(prefill)
  if (decode.length === 0 && rate === undefined) return one
  const measured: MeasuredHere = {
    decodeRuns: decode.length,
    ...(rate?.bandwidth !== undefined && {
      prefill: { runs: prefill.length, rate: rate.factor, bandwidth: rate.bandwidth }
    })
  }
  return { ...one, bandwidth: corrected(one.bandwidth, decode), measured }
}

/** Whether runs on it correct anything of a machine. */
export const isMeasured = ({ ram, accelerators }: Machine): boolean =>
  ram.measured !== undefined || accelerators.some(({ measured }) => measured !== undefined)

/**
 * A machine with the terms corrected that runs on it measured: bandwidths by decode, arithmetic rates by prefill; of
 * several runs the middle one. After what was entered by hand, over which the runs were held as well.
 */
export function applyCalibration(machine: Machine, records: readonly CalibrationRecord[]): Machine {
  if (records.length === 0) return machine
  const ram = machine.ram.bandwidth.known ? correctionsOf(records, 'decode', 'RAM') : []
  return {
    ...machine,
    ram: {
      ...machine.ram,
      bandwidth: corrected(machine.ram.bandwidth, ram),
      ...(ram.length > 0 && { measured: { decodeRuns: ram.length } })
    },
    accelerators: machine.accelerators.map((one) => accelerator(one, records))
  }
}
