import type { Bytes } from '../quantity.ts'

export type VerdictLevel =
  /** everything on the accelerators */
  | 'fits'
  /** part of it in RAM, the rest on the accelerators */
  | 'fits-with-offload'
  /** all of it in RAM, computed by the CPU */
  | 'cpu-only'
  | 'does-not-fit'
  /** a reading that decides is missing */
  | 'unknown'
  /** the weights cannot be had */
  | 'not-obtainable'
  /** a layout without a machine: nothing to compare with */
  | 'layout-only'

/** Whether the model can be used on the machine, however slowly. */
export const runs = ({ level }: Pick<Verdict, 'level'>): boolean =>
  level === 'fits' || level === 'fits-with-offload' || level === 'cpu-only'

export interface Verdict {
  readonly level: VerdictLevel
  /** Two words for a badge: `Fits`, `Experts in RAM`, `Layers in RAM`, `Runs on CPU`, `Too large`. */
  readonly word: string
  /** One sentence that a person would say. */
  readonly sentence: string
  /** For `does-not-fit`: what the closest placement lacks, and where. */
  readonly short?: { readonly device: string; readonly bytes: Bytes }
  /** The smallest changes that would help, best first, as sentences. */
  readonly advice: readonly string[]
}
