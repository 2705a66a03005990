import type { Bytes } from '../quantity.ts'
import type { Lever } from './change.ts'

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
  /** For a model that runs with a part in RAM: what keeps it from lying wholly on the GPUs, and by how much. */
  readonly whole?: { readonly device: string; readonly bytes: Bytes }
  /** The smallest changes that would help, those that cost nothing first. Absent where they were not asked for. */
  readonly levers?: readonly Lever[]
  /** The same as sentences. */
  readonly advice: readonly string[]
}
