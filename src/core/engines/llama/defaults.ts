import { type EngineSettings, engineDefaults } from '../../engine/settings.ts'
import { badSetting, type SettingsError } from '../../engine/settings-error.ts'
import { foreignSetting } from '../../engine/read-settings.ts'
import type { Machine } from '../../machine/machine.ts'
import type { Architecture } from '../../model/architecture.ts'
import type { ModelSpec } from '../../model/model.ts'
import { gib, mib } from '../../quantity.ts'
import { valueOf } from '../../reading.ts'
import { type Result, err, ok } from '../../result.ts'

/** Settings of llama.cpp as one of the programs that run it would set them, and what is to be said about it. */
export interface LlamaFamily {
  readonly engine: EngineSettings
  readonly notes: readonly string[]
}

/**
 * Ollama's context by memory of all GPUs together (server/routes.go; the documentation says 24 and 48 GiB). On a
 * machine without a GPU it is the smallest.
 */
const ollamaContexts = [
  { under: gib(23), tokens: 4096 },
  { under: gib(47), tokens: 32_768 },
  { under: gib(Number.MAX_SAFE_INTEGER), tokens: 262_144 }
] as const

/** Architectures that Ollama serves one request at a time (server/sched.go). */
const ollamaAlone: ReadonlySet<string> = new Set([
  'qwen35',
  'qwen35moe',
  'qwen3next',
  'lfm2',
  'lfm2moe',
  'nemotron_h',
  'nemotron_h_moe',
  'qwen3vl',
  'qwen3vlmoe',
  'mllama'
])

const ollamaCaches: readonly string[] = ['f16', 'q8_0', 'q4_0']

/** `num_batch` by context (llm/llama_server.go), before Ollama lowers it where little memory is free. */
const ollamaBatch = (context: number): number => (context <= 4096 ? 512 : context <= 32_768 ? 1024 : 2048)

/** Context of a chat that LM Studio loads a model with. */
const lmStudioContext = 4096

type Asked = Partial<EngineSettings>

/**
 * The settings of one of the engines that run llama.cpp: what is left out takes that engine's default. Errors name a
 * setting that it does not have or cannot take.
 */
export function llamaFamily(
  model: ModelSpec,
  machine: Machine | null,
  asked: Asked
): Result<LlamaFamily, SettingsError> {
  const name = asked.name ?? 'llama.cpp'
  if (name === 'llama.cpp') return ok({ engine: { ...engineDefaults, ...asked }, notes: [] })
  const foreign = foreignSetting(name, Object.keys(asked))
  if (foreign) return err(foreign)
  return name === 'ollama' ? ollama(model, machine, asked) : ok(lmStudio(model, machine, asked))
}

function ollama(model: ModelSpec, machine: Machine | null, asked: Asked): Result<LlamaFamily, SettingsError> {
  const { cacheType } = asked
  if (cacheType !== undefined && !ollamaCaches.includes(cacheType)) {
    const allowed = ollamaCaches.join(', ')
    return err(
      badSetting(
        'cacheType',
        allowed,
        `cacheType cannot be ${cacheType}: OLLAMA_KV_CACHE_TYPE takes ${allowed}.`
      )
    )
  }
  const gguf = model.architecture?.gguf ?? ''
  // Wrong values stay as they are: the validation that follows names them.
  const wanted = asked.parallel ?? 1
  const alone = ollamaAlone.has(gguf) && Number.isInteger(wanted) && wanted > 1
  const parallel = alone ? 1 : wanted
  const usual = ollamaContexts.find(({ under }) => gpuMemory(machine) < under)?.tokens ?? 4096
  const each = Math.min(usual, model.contextLength ?? usual)
  const asks = typeof asked.contextTokens === 'number' ? asked.contextTokens : each * wanted
  const contextTokens = alone && Number.isInteger(asks) ? Math.ceil(asks / wanted) : asks
  const engine: EngineSettings = {
    ...engineDefaults,
    ubatch: ollamaBatch(contextTokens / parallel),
    ...asked,
    name: 'ollama',
    parallel,
    contextTokens
  }
  return ok({
    engine,
    notes: [
      ...(typeof asked.contextTokens === 'number'
        ? []
        : [
            `Ollama takes a context of ${usual} tokens by itself: it goes by the memory of all GPUs together.`
          ]),
      ...(alone ? ['Ollama serves this architecture one request at a time.'] : []),
      'Ollama runs llama-server with --fit: llama.cpp places the layers, with 1 GiB free on every GPU.',
      ...predictionNote(model.architecture, contextTokens)
    ]
  })
}

/**
 * What Ollama itself predicts for the cache: `2 x layers x least kv heads x (width / heads) x context x 2 B`, always f16
 * and without a compute buffer; above 80 % of what is free it unloads other models first (server/sched.go).
 */
export function ollamaCachePrediction(
  { layers, attention, hiddenSize }: Architecture,
  contextTokens: number
): number {
  const least = Math.min(
    attention.kvHeads,
    ...Object.values(attention.overrides ?? {}).flatMap(({ kvHeads }) =>
      kvHeads === undefined ? [] : [kvHeads]
    )
  )
  return Math.ceil(2 * layers * least * (hiddenSize / attention.heads) * contextTokens * 2)
}

function predictionNote(architecture: Architecture | null, contextTokens: number): string[] {
  if (architecture === null || !Number.isFinite(contextTokens)) return []
  const size = ollamaCachePrediction(architecture, contextTokens) / mib(1)
  return [
    `Ollama itself predicts ${Math.round(size)} MiB of cache (no windows, latents or states known to it), and unloads other models above 80 % of what is free.`
  ]
}

function lmStudio(model: ModelSpec, machine: Machine | null, asked: Asked): LlamaFamily {
  const each = Math.min(lmStudioContext, model.contextLength ?? lmStudioContext)
  const engine: EngineSettings = {
    ...engineDefaults,
    // Four requests share one cache since llama.cpp engine 2.0.0: the context is not divided.
    parallel: 4,
    kvUnified: true,
    contextTokens: each,
    ...asked,
    name: 'lm-studio'
  }
  return {
    engine,
    notes: [
      'LM Studio keeps a prompt cache of up to 8 GiB in RAM besides (its bug tracker, issue 2086).',
      `LM Studio's guardrails may refuse it all the same: their thresholds are not published, and its own estimate was 40 to 67 % too high for hybrid models (its bug tracker, issue 1862).${machine?.platform === 'macos' ? ' On macOS they count free pages only, not inactive ones.' : ''}`
    ]
  }
}

const gpuMemory = (machine: Machine | null): number =>
  machine?.accelerators.reduce((sum, gpu) => sum + (valueOf(gpu.total) ?? 0), 0) ?? 0
