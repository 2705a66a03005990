import { deviceCatalogue } from '../catalog/device-catalogue.ts'
import type { HostApi, ReportFile, SaveOutcome } from '../contract/api.ts'
import { hubReadings } from './brought/hub-readings.ts'
import { listLocalModels } from './brought/list-local-models.ts'
import { readModelFile } from './brought/read-model-file.ts'
import { combine } from './combine/combine.ts'
import type { FindDevice } from './combine/match-device.ts'
import { addCalibration, readCalibration, removeCalibration } from './calibrate/store.ts'
import { dataFolder } from './data-folder.ts'
import { detect } from './detect.ts'
import { detectApart } from './detect-apart.ts'
import type { Look } from './detect-shared.ts'
import { sharedDetection } from './detect-shared.ts'
import { gatherFree } from './gather/gather-free.ts'
import type { MachineFacts } from './gather/machine-facts.ts'
import { listMachines, removeMachine, saveMachine } from './machines/machine-store.ts'
import { sharedMeasuring } from './measure/shared-measuring.ts'
import type { Probe } from './probe/probe.ts'
import { realProbe } from './probe/real-probe.ts'
import { readSettings, writeSettings } from './settings.ts'
import { readUserModels } from './user-models/user-models.ts'

export interface HostOptions {
  /** Detects through this, in this thread. Absent: this machine, in a thread of its own. */
  readonly probe?: Probe
  readonly findDevice?: FindDevice
  /** Absent: PLIMSOLL_DATA, or the system's folder for application data. */
  readonly dataFolder?: string
  /** The dialog of the desktop. A page in a browser saves by itself and has none. */
  readonly saveReport?: (report: ReportFile) => Promise<SaveOutcome>
  /** Milliseconds, as Date.now; for tests. */
  readonly now?: () => number
}

/** What main and server offer the page. */
export function createHost(options: HostOptions = {}): HostApi {
  const { probe } = options
  const folder = options.dataFolder ?? dataFolder()
  const catalogue = { ...deviceCatalogue, ...(options.findDevice ? { findDevice: options.findDevice } : {}) }
  const look: Look = (onStep) => (probe ? lookThrough(probe, catalogue, onStep) : detectApart({ onStep }))
  const detection = sharedDetection(look, options.now ?? Date.now)
  const measuring = sharedMeasuring()
  const readings = hubReadings()
  // One write after the other: the last one asked for is the one that stays.
  let writing: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = writing.then(work)
    writing = turn.catch(() => undefined)
    return turn
  }

  return {
    detect: () => detection.detect(),
    detectStep: (after) => detection.step(after),
    refresh: async () => {
      const facts = detection.last()?.facts
      if (!facts) return detection.detect()
      return combine(await gatherFree(probe ?? realProbe(), facts), catalogue)
    },
    measureStep: (after) => measuring.step(after),
    stopMeasuring: () => {
      measuring.stop()
      return Promise.resolve()
    },
    listMachines: () => writing.then(() => listMachines(folder)),
    saveMachine: (machine) => inTurn(() => saveMachine(folder, machine)),
    removeMachine: (name) => inTurn(() => removeMachine(folder, name)),
    listMeasurements: () => writing.then(() => readCalibration(folder)),
    addMeasurement: (measured) => inTurn(() => addCalibration(folder, measured)),
    removeMeasurement: (id) => inTurn(() => removeCalibration(folder, id)),
    readSettings: () => writing.then(() => readSettings(folder)),
    writeSettings: (settings) => inTurn(() => writeSettings(folder, settings)),
    saveReport: options.saveReport ?? (() => Promise.resolve({ saved: false, reason: 'cancelled' })),
    readModelFile,
    readHubModel: (task, reference, fromCache) => readings.read(task, reference, fromCache),
    readingProgress: (task) => Promise.resolve(readings.progress(task)),
    cancelReading: (task) => {
      readings.cancel(task)
      return Promise.resolve()
    },
    listLocalModels: () => listLocalModels(),
    readOwnRows: () => readUserModels(folder)
  }
}

async function lookThrough(
  probe: Probe,
  catalogue: Parameters<typeof combine>[1],
  onStep: Parameters<Look>[0]
): ReturnType<Look> {
  const seen: { facts: MachineFacts | null } = { facts: null }
  const onFacts = (facts: MachineFacts): void => {
    seen.facts = facts
  }
  const machine = await detect(probe, { ...catalogue, onStep, onFacts })
  return { machine, facts: seen.facts, recording: null }
}
