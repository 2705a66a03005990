import type { Machine } from '../core/machine/machine.ts'
import type { Settings } from './settings.ts'

/** A finished report on its way to a file. */
export interface ReportFile {
  /** `plimsoll-report.md`: a name, never a path. */
  readonly name: string
  readonly text: string
}

export type SaveOutcome =
  { readonly saved: true; readonly where: string } | { readonly saved: false; readonly reason: 'cancelled' }

/** Settings as read from the file, with what had to be said about it (a corrupt file was set aside). */
export interface StoredSettings {
  readonly settings: Settings
  readonly note: string | null
}

/** What crosses a process or a socket. Everything else, estimation included, runs where it is shown. */
export interface HostApi {
  /** What this machine is. Never rejects for a missing tool: unknowns are readings with a reason. */
  detect(): Promise<Machine>
  readSettings(): Promise<StoredSettings>
  writeSettings(settings: Settings): Promise<void>
  saveReport(report: ReportFile): Promise<SaveOutcome>
}

export const channels = {
  detect: 'host:detect',
  readSettings: 'host:read-settings',
  writeSettings: 'host:write-settings',
  saveReport: 'host:save-report'
} as const satisfies Record<keyof HostApi, string>

/**
 * What a call answers over IPC. A refusal travels as a value: an error thrown in an IPC handler reaches the page with
 * Electron's own words in front of the sentence, and is printed to the terminal with its stack.
 */
export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly sentence: string }
