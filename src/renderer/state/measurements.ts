import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { HostApi } from '../../contract/api.ts'
import type { CalibrationRecord } from '../../core/machine/calibration-record.ts'
import { sentenceOf } from './sentence-of.ts'

/** Speeds measured on this machine: every answer for it is corrected by them. */
export interface Measurements {
  readonly records: readonly CalibrationRecord[]
  /** They are being read for the first time: an answer without them would change at once. */
  readonly pending: boolean
  /** Why they could not be read, as a sentence: nothing is corrected then. */
  readonly failure: string | null
}

export const measurements = createStore<Measurements>(() => ({ records: [], pending: false, failure: null }))
export const useMeasurements = (): Measurements => useStore(measurements)

/** Reads them anew: the command line may have kept one meanwhile. Never rejects. */
export async function readMeasurements(host: HostApi): Promise<void> {
  try {
    measurements.setState({ records: await host.listMeasurements(), pending: false, failure: null })
  } catch (error) {
    measurements.setState({ records: [], pending: false, failure: sentenceOf(error) })
  }
}

/** At the start of the page: answers wait for them. */
export function startMeasurements(host: HostApi): Promise<void> {
  measurements.setState({ pending: true })
  return readMeasurements(host)
}
