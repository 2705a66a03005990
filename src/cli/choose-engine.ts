import { type CacheType, engineDefaults, type EngineSettings } from '../core/engine/settings.ts'
import { contextBeyond, contextWithin } from '../core/fit/context-limit.ts'
import type { ModelSpec } from '../core/model/model.ts'
import { mostContextTokens, mostParallel, mostUbatch } from '../core/placement/validate-settings.ts'
import { type FileType, isFileType } from '../core/quant/file-type.ts'
import { grouped } from '../core/format.ts'
import { parseTokens, parseWhole } from './parse-number.ts'
import type { EngineOptions } from './program.ts'
import { UsageError } from './usage-error.ts'

/** What the options ask for; `contextTokens` is what each of `parallel` requests gets. */
export interface EngineChoice {
  readonly contextTokens: number
  /** Whether the context was named, or is the usual one. */
  readonly asked: boolean
  readonly cacheType: CacheType
  readonly parallel: number
  readonly ubatch: number
}

/** Tokens of a long conversation; models that read less are asked for what they read. */
const usualContext = 8192

/** Engine settings from the options; commander has already held `--cache` to its choices. */
export function chooseEngine(options: EngineOptions): EngineChoice {
  const contextTokens =
    options.context === undefined ? usualContext : parseTokens(options.context, '--context')
  if (contextTokens < 1 || contextTokens > mostContextTokens) {
    throw new UsageError(
      `--context: ${grouped(contextTokens)} is not from 1 to ${grouped(mostContextTokens)} tokens.`
    )
  }
  return {
    contextTokens,
    asked: options.context !== undefined,
    cacheType: (options.cache ?? engineDefaults.cacheType) as CacheType,
    parallel: parseWhole(options.parallel ?? String(engineDefaults.parallel), '--parallel', 1, mostParallel),
    ubatch: parseWhole(options.ubatch ?? String(engineDefaults.ubatch), '--ubatch', 1, mostUbatch)
  }
}

/** Settings for one model that was named: a context beyond its limit that was asked for is an error. */
export function engineFor(model: ModelSpec, choice: EngineChoice): Partial<EngineSettings> {
  const beyond = choice.asked ? contextBeyond(model, choice.contextTokens) : null
  if (beyond !== null) throw new UsageError(`--context: ${beyond}`)
  return engineWithin(model, choice)
}

/**
 * Settings for one model among many: its own limit where the question goes beyond it. llama.cpp divides `-c` among the
 * sequences, so the engine is asked for context x requests.
 */
export function engineWithin(
  model: ModelSpec,
  { contextTokens, cacheType, parallel, ubatch }: EngineChoice
): Partial<EngineSettings> {
  return { contextTokens: contextWithin(model, contextTokens) * parallel, cacheType, parallel, ubatch }
}

export function chooseQuant(text: string | undefined): FileType | 'auto' {
  const name = text?.toUpperCase() ?? 'AUTO'
  if (name === 'AUTO') return 'auto'
  if (!isFileType(name)) {
    throw new UsageError(
      `--quant: “${text ?? ''}” is not a llama.cpp file type. Common ones are Q4_K_M, Q6_K and Q8_0.`
    )
  }
  return name
}
