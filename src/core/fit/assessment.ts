import type { ResolvedSettings } from '../engine/settings.ts'
import type { Term } from '../memory/term.ts'
import type { ModelSpec } from '../model/model.ts'
import type { Bytes } from '../quantity.ts'
import type { FileType } from '../quant/file-type.ts'
import type { Speed } from '../speed/speed.ts'
import type { Verdict } from './verdict.ts'

/** What one device is asked to hold, against what it can. */
export interface DeviceBill {
  readonly kind: 'gpu' | 'host'
  readonly name: string
  readonly terms: readonly Term[]
  /** Null: unlimited or unknown (a layout without a machine). */
  readonly capacity: Bytes | null
  /** What other programs leave of the capacity. */
  readonly free: Bytes | null
  /** The safe load line: the most that may be put in, free memory minus the margin. */
  readonly loadLine: Bytes | null
}

/** The answer to "can this machine carry this model": window, page, CLI, report and batch all print this. */
export interface Assessment {
  readonly model: ModelSpec
  /** Null when nothing could be computed (`verdict` says why). */
  readonly quant: FileType | null
  readonly engine: ResolvedSettings
  /** Counted from the tensor table: elements held, elements one token reads. */
  readonly parameters: { readonly total: number | null; readonly active: number | null }
  readonly weightsBytes: Bytes | null
  /** Weights and the file's metadata, estimated where no file was read. */
  readonly fileBytes: Bytes | null
  /** Accelerators in order, then nothing: the host is `host`. */
  readonly devices: readonly DeviceBill[]
  readonly host: DeviceBill
  readonly verdict: Verdict
  readonly speed: Speed
  /**
   * Longest context with this quantisation and these settings in the same kind of placement, in tokens of all
   * sequences together, as `-c` counts them; null when unknown.
   */
  readonly largestContext: number | null
  /**
   * What llama-server may come to take of RAM beside the bill while it serves, at most, with the flag that limits it.
   * No part of the verdict. Absent where it was not asked for or nothing runs.
   */
  readonly mayGrow?: readonly Term[]
  /** What was assumed because it could not be read, as sentences. */
  readonly notes: readonly string[]
  /** The llama.cpp command that runs it so; null when it does not run. */
  readonly command: string | null
}

/** What a person asks of a model. */
export interface Workload {
  /** Tokens already in the cache while decoding. */
  readonly depthTokens: number
  /** Tokens of the prompt that is read. */
  readonly promptTokens: number
}
