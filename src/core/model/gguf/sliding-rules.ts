import { counts, type Metadata } from './metadata.ts'

/** Which blocks see only a window, and how llama.cpp cuts it. */
export interface SlidingBlocks {
  readonly kind: 'sliding' | 'chunked'
  readonly window: number
  /** By block. */
  readonly sliding: readonly boolean[]
}

interface SlidingRule {
  /** Every n-th block sees everything: the last of each n, or the first. 0: none does. */
  readonly period: number
  readonly fullFirst?: boolean
  readonly chunked?: boolean
  /** Where the metadata has no window; absent: it must have one. */
  readonly window?: number
  /** The window of the engine, whatever the metadata says. */
  readonly always?: number
  /** Without a window in the metadata every block sees everything. */
  readonly onlyWithWindow?: boolean
  /** Only stacks of so many blocks slide (EXAONE 4 32B). */
  readonly onlyBlocks?: number
}

/**
 * `swa_type`, `n_swa` and `load_swa_pattern` of each architecture in llama.cpp v0.5.0, src/models/*.cpp. A list of flags
 * in `attention.sliding_window_pattern` goes before the period, a number there replaces it
 * (`llama_model_base::load_swa_pattern`, src/llama-model.cpp).
 */
const rules: Readonly<Record<string, SlidingRule>> = {
  afmoe: { period: 4, onlyWithWindow: true },
  cohere2: { period: 4 },
  cohere2moe: { period: 4, fullFirst: true },
  deepseek4: { period: 0 },
  dots3note: { period: 1 },
  'exaone-moe': { period: 4, window: 128 },
  exaone4: { period: 4, window: 4096, onlyBlocks: 64 },
  gemma2: { period: 2, window: 4096 },
  gemma3: { period: 6, onlyWithWindow: true },
  gemma3n: { period: 5 },
  gemma4: { period: 1 },
  'gpt-oss': { period: 2 },
  granite_swa: { period: 1 },
  laguna: { period: 4, fullFirst: true, onlyWithWindow: true },
  llama4: { period: 4, chunked: true, always: 8192 },
  maple: { period: 1 },
  mellum: { period: 4, onlyWithWindow: true },
  mimo2: { period: 1 },
  'muse-glimmer': { period: 4 },
  olmo2: { period: 4, onlyWithWindow: true },
  plamo3: { period: 8, onlyWithWindow: true },
  smallthinker: { period: 4, fullFirst: true, onlyWithWindow: true, always: 4096 },
  spark2_5: { period: 1 },
  step35: { period: 1 }
}

const windowKey = 'attention.sliding_window'
const patternKey = 'attention.sliding_window_pattern'
/** A window may be longer than any context. */
const windows = { from: 0, to: 2 ** 32 - 1 }

/**
 * Blocks with a window, null when there are none. `attends` says which blocks have attention at all; `known` is false
 * for an architecture of another engine, which slides where its own metadata says so.
 */
export function slidingBlocks(
  metadata: Metadata,
  known: boolean,
  blocks: number,
  attends: (block: number) => boolean
): SlidingBlocks | null {
  const { architecture } = metadata
  // The hybrids with short convolutions: every block with attention (src/models/lfm2.cpp).
  if (architecture === 'lfm2') {
    const window = metadata.whole(windowKey, 0, windows)
    if (window === 0) return null
    return { kind: 'sliding', window, sliding: Array.from({ length: blocks }, (_, at) => attends(at)) }
  }
  const rule = known ? rules[architecture] : generalRule(metadata)
  if (!rule || (rule.onlyBlocks !== undefined && rule.onlyBlocks !== blocks)) return null
  const window = windowOf(metadata, rule)
  if (window === null) return null
  const sliding = metadata.flags(patternKey, blocks) ?? periodic(metadata, rule, blocks)
  if (!sliding.includes(true)) return null
  return { kind: rule.chunked ? 'chunked' : 'sliding', window, sliding }
}

/** A window with a pattern slides by it. A window alone does not: converters write one where no engine uses it (Phi 3). */
const generalRule = (metadata: Metadata): SlidingRule | undefined =>
  metadata.has(windowKey) && metadata.has(patternKey) ? { period: 1, onlyWithWindow: true } : undefined

/** Llama 4 without chunks says so with a window of 0; a window of 0 where one is needed is an error. */
function windowOf(metadata: Metadata, rule: SlidingRule): number | null {
  const named = metadata.has(windowKey) ? metadata.whole(windowKey, 0, windows) : null
  if (rule.always !== undefined) {
    if (named === 0 || (rule.onlyWithWindow && named === null)) return null
    return rule.always
  }
  if (rule.onlyWithWindow && (named ?? 0) === 0) return null
  const window = named ?? rule.window
  if (window === undefined) metadata.required(windowKey, { ...windows, from: 1 })
  if (window === 0) throw metadata.refuse(windowKey, '0', 'a whole number from 1 to 2^32 - 1')
  return window ?? null
}

function periodic(metadata: Metadata, rule: SlidingRule, blocks: number): readonly boolean[] {
  const period = metadata.isList(patternKey) ? rule.period : metadata.whole(patternKey, rule.period, counts)
  return Array.from({ length: blocks }, (_, block) => {
    if (period === 0) return true
    return rule.fullFirst ? block % period !== 0 : block % period < period - 1
  })
}
