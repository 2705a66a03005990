import type { HostApi } from '../../src/contract/api.ts'
import { defaultSettings, type Settings } from '../../src/contract/settings.ts'
import type { Machine } from '../../src/core/machine/machine.ts'
import { bytes, gib } from '../../src/core/quantity.ts'
import { known, unknown } from '../../src/core/reading.ts'

const silent = unknown('not asked in this test')

export const machine: Machine = {
  name: 'this machine',
  platform: 'linux',
  os: silent,
  environment: 'physical',
  cpu: { name: silent, physicalCores: silent, logicalCores: silent },
  ram: {
    total: known(gib(32), '/proc/meminfo'),
    available: known(bytes(1), '/proc/meminfo'),
    bandwidth: silent
  },
  accelerators: [],
  notes: []
}

export interface FakeHost extends HostApi {
  readonly calls: string[]
  written: Settings | null
}

/** A host without a machine: what was called is counted, what was written is kept. */
export function fakeHost(fault?: Error): FakeHost {
  const fake: FakeHost = {
    calls: [],
    written: null,
    detect: () => {
      fake.calls.push('detect')
      return fault ? Promise.reject(fault) : Promise.resolve(machine)
    },
    detectStep: () => {
      fake.calls.push('detectStep')
      return Promise.resolve({ number: 1, machine, waitingFor: [] })
    },
    refresh: () => Promise.resolve(machine),
    measureStep: () => Promise.resolve({ number: 1, share: 0, bandwidth: null }),
    stopMeasuring: () => Promise.resolve(),
    listMachines: () => Promise.resolve([]),
    saveMachine: () => Promise.resolve(),
    removeMachine: () => Promise.resolve(),
    listMeasurements: () => Promise.resolve([]),
    addMeasurement: (measured) => Promise.resolve({ id: 1, ...measured }),
    removeMeasurement: () => Promise.resolve(false),
    readSettings: () => {
      fake.calls.push('readSettings')
      return Promise.resolve({ settings: fake.written ?? defaultSettings, note: null })
    },
    writeSettings: (settings) => {
      fake.calls.push('writeSettings')
      fake.written = settings
      return Promise.resolve()
    },
    saveReport: () => {
      fake.calls.push('saveReport')
      return Promise.resolve({ saved: false, reason: 'cancelled' })
    },
    readModelFile: () => Promise.reject(new Error('There are no files in this test.')),
    readHubModel: () => Promise.reject(new Error('There is no hub in this test.')),
    readingProgress: () => Promise.resolve(null),
    cancelReading: () => Promise.resolve(),
    listLocalModels: () => Promise.resolve({ models: [], notes: [] }),
    readOwnRows: () => Promise.resolve({ file: 'models.json', models: [], problems: [], absent: true })
  }
  return fake
}
