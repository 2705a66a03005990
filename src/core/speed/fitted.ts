import constants from '../../../resources/speed/constants.json' with { type: 'json' }

/** Logarithms of measured over predicted speed: ten of a hundred rows lie below `low`, ten above `high`. */
export interface Band {
  readonly low: number
  readonly high: number
  readonly rows: number
  readonly devices: number
}

/** What `npm run fit-speed` writes; `docs/speed.md` says from which rows and how well it does. */
export interface Fitted {
  /** Day of the fit. */
  readonly date: string
  /** Logarithm of each parameter, by name: `launch.cuda`, `architecture.Turing`. */
  readonly parameters: Readonly<Record<string, number>>
  /** Bands by class, from devices that were left out of the fit: `decode cuda dense`, `prefill metal`, `cpu`. */
  readonly bands: Readonly<Record<string, Band>>
  /**
   * Cards that rows were measured on: logarithm of measured over predicted, drawn towards none the fewer rows there
   * are, and the number of rows. By `catalogue name|backend`.
   */
  readonly measured: Readonly<Record<string, { readonly shift: number; readonly rows: number }>>
  /** Engines other than llama.cpp: logarithm of their decode speed over the formula's, or absent: no data. */
  readonly engines: Readonly<Record<string, Band & { readonly shift: number }>>
}

// Cast: TypeScript widens each record of the file to the union of its keys.
export const fitted = constants as unknown as Fitted
