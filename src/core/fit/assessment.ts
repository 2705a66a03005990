import type { ServerSettings } from '../engine/server-settings.ts'
import type { ResolvedSettings } from '../engine/settings.ts'
import type { Serving } from '../engines/shared/account.ts'
import type { Term } from '../memory/term.ts'
import type { ModelSpec } from '../model/model.ts'
import type { Bytes } from '../quantity.ts'
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
  /** A llama.cpp file type, or another engine's format (`AWQ-INT4-G128`); null when nothing could be computed. */
  readonly quant: string | null
  readonly engine: ResolvedSettings | ServerEngine
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
  /** The engine's command that runs it so; null when it does not run. */
  readonly command: string | null
  /** What the cache serves, for engines that fill a pool with many requests. */
  readonly serving?: Serving
}

/** Settings of vLLM, SGLang or MLX as they were used, under the common names too. */
export type ServerEngine = ServerSettings & {
  readonly contextTokens: number
}

/** Whether an answer is llama.cpp's, whichever program runs it. */
export const isLlama = (engine: Assessment['engine']): engine is ResolvedSettings => 'gpuLayers' in engine

/** Element type of the cache, in the engine's own words. */
export function cacheTypeOf(engine: Assessment['engine']): string {
  if (isLlama(engine)) return engine.cacheType
  if (engine.name !== 'mlx') return engine.kvCacheDtype
  return engine.kvBits === 'none' ? 'f16' : `${engine.kvBits}-bit`
}

/** What a person asks of a model. */
export interface Workload {
  /** Tokens already in the cache while decoding. */
  readonly depthTokens: number
  /** Tokens of the prompt that is read. */
  readonly promptTokens: number
}
