import type { EngineSettings } from '../engine/settings.ts'
import type { SettingsError } from '../engine/settings-error.ts'
import { grouped } from '../format.ts'
import { cacheTypeDivides } from '../memory/kv-cache.ts'
import type { Architecture } from '../model/architecture.ts'
import { type Result, err, ok } from '../result.ts'

export type { SettingsError }

/** The next power of two over the longest documented context (Llama 4 Scout, 10,485,760). */
export const mostContextTokens = 2 ** 24
/** llama.cpp's `LLAMA_MAX_SEQ` (src/llama-cparams.h). */
export const mostParallel = 256
/** Larger micro-batches are accepted and cut to the batch, 2,048. */
export const mostUbatch = 65_536
/** `-ngl 999` is the habit for "all of them": more layers than exist are allowed and clamped. */
export const mostLayers = 1_000_000

interface NumberRule {
  readonly field: 'contextTokens' | 'ubatch' | 'parallel' | 'gpuLayers' | 'cpuMoeLayers'
  readonly name: string
  readonly from: number
  readonly to: number
  /** Words that are allowed instead of a number. */
  readonly words: readonly string[]
}

const rules: readonly NumberRule[] = [
  { field: 'contextTokens', name: 'The context', from: 1, to: mostContextTokens, words: ['auto'] },
  { field: 'ubatch', name: 'The micro-batch', from: 1, to: mostUbatch, words: [] },
  { field: 'parallel', name: 'The number of parallel sequences', from: 1, to: mostParallel, words: [] },
  { field: 'gpuLayers', name: 'The number of GPU layers', from: 0, to: mostLayers, words: ['auto'] },
  {
    field: 'cpuMoeLayers',
    name: 'The number of layers with experts in RAM',
    from: 0,
    to: mostLayers,
    words: ['all', 'auto']
  }
]

/**
 * Settings that llama.cpp could start with, or the first that it could not: numbers out of range, and cache types
 * that this model or this attention rules out. A value returned as `ok` is safe for every formula of memory.
 */
export function validateSettings(
  settings: EngineSettings,
  model: { readonly architecture: Architecture }
): Result<EngineSettings, SettingsError> {
  for (const rule of rules) {
    const value = settings[rule.field]
    if (typeof value === 'number' ? inRange(value, rule) : rule.words.includes(value)) continue
    const allowed = allowedWords(rule)
    return err({
      kind: 'bad-setting',
      field: rule.field,
      allowed,
      message: `${rule.name} cannot be ${String(value)}: use ${allowed}.`
    })
  }
  return cacheRule(settings, model.architecture)
}

const inRange = (value: number, { from, to }: NumberRule): boolean =>
  Number.isInteger(value) && value >= from && value <= to

function allowedWords({ from, to, words }: NumberRule): string {
  const range = `a whole number from ${from} to ${grouped(to)}`
  return words.length === 0 ? range : `${range}, or ${words.map((word) => `"${word}"`).join(' or ')}`
}

const unquantised: ReadonlySet<string> = new Set(['f32', 'f16', 'bf16'])

function cacheRule(
  settings: EngineSettings,
  architecture: Architecture
): Result<EngineSettings, SettingsError> {
  const { cacheType, flashAttention } = settings
  const fail = (allowed: string, message: string): Result<EngineSettings, SettingsError> =>
    err({ kind: 'bad-setting', field: 'cacheType', allowed, message })
  if (!flashAttention && !unquantised.has(cacheType)) {
    // llama.cpp src/llama-context.cpp: "V cache quantization requires flash_attn".
    return fail('f16, bf16 or f32', `A ${cacheType} cache needs flash attention: turn it on, or use f16.`)
  }
  if (!cacheTypeDivides(architecture, cacheType)) {
    const width = architecture.attention.headDim
    return fail(
      'f16, bf16 or f32',
      `A ${cacheType} cache needs heads of a multiple of 32, this model's are ${width} wide: use f16.`
    )
  }
  return ok(settings)
}
