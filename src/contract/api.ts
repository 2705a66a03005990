import type { Measurement } from '../core/fit/measurement.ts'
import type { CalibrationRecord } from '../core/machine/calibration-record.ts'
import type { Machine } from '../core/machine/machine.ts'
import type { BytesPerSecond } from '../core/quantity.ts'
import type { Reading } from '../core/reading.ts'
import type { BroughtModel, LocalList, OwnRows, ReadingProgress } from './brought.ts'
import type { Settings } from './settings.ts'

/** A finished report on its way to a file. `name` is `plimsoll-report.md`: a name, never a path. */
export type ReportFile =
  | { readonly name: string; readonly text: string }
  /** A picture: the bytes of a PNG file. Base64, which JSON carries as well as IPC does. */
  | { readonly name: string; readonly base64: string }
  /** A PDF: the HTML that is laid out on paper for it, by the window or in the print dialog of a browser. */
  | { readonly name: string; readonly page: string }

/** A picture of the machine while it is looked at. */
export interface DetectionStep {
  /** Above that of every picture before it. */
  readonly number: number
  readonly machine: Machine
  /** What is still waited for: `nvidia-smi`, `PowerShell`. Empty in the last picture. */
  readonly waitingFor: readonly string[]
}

/** How far measuring the speed of RAM is. */
export interface BandwidthStep {
  readonly number: number
  /** From 0 to 1. */
  readonly share: number
  /** Null until it ends; then the speed of copying, read and written, or why there is none. */
  readonly bandwidth: Reading<BytesPerSecond> | null
}

/** A machine kept under its name. */
export interface SavedMachine {
  readonly name: string
  readonly machine: Machine
}

export type SaveOutcome =
  | { readonly saved: true; readonly where: string }
  /** `print-dialog`: a browser asked where to print; whether a file was made of it is not told. */
  | { readonly saved: false; readonly reason: 'cancelled' | 'print-dialog' }

/** Settings as read from the file, with what had to be said about it (a corrupt file was set aside). */
export interface StoredSettings {
  readonly settings: Settings
  readonly note: string | null
}

/** What crosses a process or a socket. Everything else, estimation included, runs where it is shown. */
export interface HostApi {
  /** What this machine is. Never rejects for a missing tool: unknowns are readings with a reason. */
  detect(): Promise<Machine>
  /**
   * The first picture of the machine after the one of this number. 0 begins to look, or joins a look that is under way,
   * and is answered at once; the look is over when nothing is waited for.
   */
  detectStep(after: number): Promise<DetectionStep>
  /** The machine last detected, with what is free of its RAM and GPUs read again. Cheap; detects when nothing was. */
  refresh(): Promise<Machine>
  /** The first state of measuring after the one of this number; 0 begins, or joins a measurement under way. */
  measureStep(after: number): Promise<BandwidthStep>
  stopMeasuring(): Promise<void>
  listMachines(): Promise<readonly SavedMachine[]>
  /** Under its `name`; in place of one that has it. */
  saveMachine(machine: Machine): Promise<void>
  removeMachine(name: string): Promise<void>
  /** Speeds measured on this machine. Rejects with a sentence where their file is damaged. */
  listMeasurements(): Promise<readonly CalibrationRecord[]>
  addMeasurement(measured: Measurement): Promise<CalibrationRecord>
  /** Whether there was one of that number. */
  removeMeasurement(id: number): Promise<boolean>
  readSettings(): Promise<StoredSettings>
  writeSettings(settings: Settings): Promise<void>
  saveReport(report: ReportFile): Promise<SaveOutcome>
  /** The header of a GGUF file by its whole path; all parts of a split one. Rejects with a sentence. */
  readModelFile(path: string): Promise<BroughtModel>
  /**
   * A repository on the hub, by its id or address, known as `task` while it is read. `fromCache`: nothing is asked over
   * the network. Rejects with a sentence.
   */
  readHubModel(task: string, reference: string, fromCache: boolean): Promise<BroughtModel>
  /** Null for a task that is not, or not any more, under way. */
  readingProgress(task: string): Promise<ReadingProgress | null>
  cancelReading(task: string): Promise<void>
  /** What other programs keep on this machine. */
  listLocalModels(): Promise<LocalList>
  readOwnRows(): Promise<OwnRows>
}

export const channels = {
  detect: 'host:detect',
  detectStep: 'host:detect-step',
  refresh: 'host:refresh',
  measureStep: 'host:measure-step',
  stopMeasuring: 'host:stop-measuring',
  listMachines: 'host:list-machines',
  saveMachine: 'host:save-machine',
  removeMachine: 'host:remove-machine',
  listMeasurements: 'host:list-measurements',
  addMeasurement: 'host:add-measurement',
  removeMeasurement: 'host:remove-measurement',
  readSettings: 'host:read-settings',
  writeSettings: 'host:write-settings',
  saveReport: 'host:save-report',
  readModelFile: 'host:read-model-file',
  readHubModel: 'host:read-hub-model',
  readingProgress: 'host:reading-progress',
  cancelReading: 'host:cancel-reading',
  listLocalModels: 'host:list-local-models',
  readOwnRows: 'host:read-own-rows'
} as const satisfies Record<keyof HostApi, string>

/**
 * What a call answers over IPC. A refusal travels as a value: an error thrown in an IPC handler reaches the page with
 * Electron's own words in front of the sentence, and is printed to the terminal with its stack.
 */
export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly sentence: string }
