import type { HostApi, ReportFile, SaveOutcome } from '../contract/api.ts'
import type { Machine } from '../core/machine/machine.ts'
import { findDevice } from '../catalog/find-device.ts'
import type { FindDevice } from './combine/match-device.ts'
import { applyCalibration } from './calibrate/apply-calibration.ts'
import { readCalibration } from './calibrate/store.ts'
import { dataFolder } from './data-folder.ts'
import { detect } from './detect.ts'
import type { Probe } from './probe/probe.ts'
import { realProbe } from './probe/real-probe.ts'
import { readSettings, writeSettings } from './settings.ts'

export interface HostOptions {
  readonly probe?: Probe
  readonly findDevice?: FindDevice
  /** Absent: PLIMSOLL_DATA, or the system's folder for application data. */
  readonly dataFolder?: string
  /** The dialog of the desktop. A page in a browser saves by itself and has none. */
  readonly saveReport?: (report: ReportFile) => Promise<SaveOutcome>
  /** Milliseconds, as Date.now; for tests. */
  readonly now?: () => number
}

/** Two windows, or an impatient click, ask once; a GPU that was freed shows at the next look. */
const freshFor = 2000

/** What main and server offer the page. */
export function createHost(options: HostOptions = {}): HostApi {
  const probe = options.probe ?? realProbe()
  const folder = options.dataFolder ?? dataFolder()
  const now = options.now ?? Date.now
  const look = async (): Promise<Machine> => {
    // A damaged file of measurements must not keep the machine from being shown: the command line names it.
    const records = readCalibration(folder).catch(() => [])
    return applyCalibration(
      await detect(probe, { findDevice: options.findDevice ?? findDevice }),
      await records
    )
  }
  let last: { readonly machine: Promise<Machine>; endedAt: number | null } | null = null
  // One write after the other: the last one asked for is the one that stays.
  let writing: Promise<unknown> = Promise.resolve()

  return {
    detect: () => {
      if (last && (last.endedAt === null || now() - last.endedAt < freshFor)) return last.machine
      const machine = look()
      const entry: { machine: Promise<Machine>; endedAt: number | null } = { machine, endedAt: null }
      last = entry
      void machine.finally(() => {
        entry.endedAt = now()
      })
      return machine
    },
    readSettings: () => writing.then(() => readSettings(folder)),
    writeSettings: (settings) => {
      const write = writing.then(() => writeSettings(folder, settings))
      writing = write.catch(() => undefined)
      return write
    },
    saveReport: options.saveReport ?? (() => Promise.resolve({ saved: false, reason: 'cancelled' }))
  }
}
