/**
 * A value that was read somewhere, with where it came from - or unknown, with the reason.
 * An unknown is never zero: a zero is a claim.
 */
export type Confidence =
  /** the driver or kernel that owns the resource said so */
  | 'driver'
  /** looked up in the device catalogue by name or id */
  | 'catalogue'
  /** worked out from other readings */
  | 'derived'
  /** typed in by the user */
  | 'user'

export interface Known<T> {
  readonly known: true
  readonly value: T
  /** The command, file or table, in words a person can look up: `nvidia-smi`, `/proc/meminfo`. */
  readonly source: string
  readonly confidence: Confidence
}

export interface Unknown {
  readonly known: false
  readonly reason: string
}

export type Reading<T> = Known<T> | Unknown

export const known = <T>(value: T, source: string, confidence: Confidence = 'driver'): Known<T> => ({
  known: true,
  value,
  source,
  confidence
})

export const unknown = (reason: string): Unknown => ({ known: false, reason })

/** The first known reading; the last reason when none is known. */
export const prefer = <T>(...readings: readonly Reading<T>[]): Reading<T> =>
  readings.find((reading) => reading.known) ?? readings.at(-1) ?? unknown('nothing was asked')

/** The value, or null when unknown. For arithmetic only: the screen shows the reading itself. */
export const valueOf = <T>(reading: Reading<T>): T | null => (reading.known ? reading.value : null)

/** Applies `change` to a known value and keeps where it came from. */
export const mapReading = <T, U>(reading: Reading<T>, change: (value: T) => U): Reading<U> =>
  reading.known ? { ...reading, value: change(reading.value) } : reading
