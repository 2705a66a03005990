import type { VllmSettings } from '../../engine/server-settings.ts'
import { badSetting, type SettingsError } from '../../engine/settings-error.ts'
import { type Architecture, layerKinds } from '../../model/architecture.ts'
import { type Bytes, gib } from '../../quantity.ts'
import type { DeviceSpec } from '../../machine/device.ts'
import { releaseRules } from './release.ts'

/** Settings with every `auto` replaced that depends on the GPU or the release. */
export interface VllmResolved extends VllmSettings {
  readonly gpuMemoryUtilization: number
  readonly maxNumSeqs: number
  readonly maxNumBatchedTokens: number
}

/** From this size on, and not an A100, a GPU counts as a large one (vllm/engine/arg_utils.py, pull 17885). */
const largeFrom = gib(70)

/**
 * vLLM's defaults for `vllm serve` (arg_utils.py, `get_batch_defaults`): 8,192 tokens and 1,024 sequences on GPUs of
 * 70 GiB and more that are not an A100, 2,048 and 256 on all others. No batch is smaller than its number of sequences.
 */
export function resolveVllm(
  settings: VllmSettings,
  gpu: { readonly total: Bytes | null; readonly device: DeviceSpec | null }
): VllmResolved {
  const large = gpu.total !== null && gpu.total >= largeFrom && !/\bA100\b/u.test(gpu.device?.name ?? '')
  const or = (value: number | 'auto', usual: number): number => (value === 'auto' ? usual : value)
  const maxNumSeqs = or(settings.maxNumSeqs, large ? 1024 : 256)
  return {
    ...settings,
    gpuMemoryUtilization: or(
      settings.gpuMemoryUtilization,
      releaseRules(settings.version).defaultUtilization
    ),
    maxNumSeqs,
    maxNumBatchedTokens: Math.max(or(settings.maxNumBatchedTokens, large ? 8192 : 2048), maxNumSeqs)
  }
}

/** Numbers of ranks from 1 to 64 over which the model's heads can be cut, for the message. */
function possibleRanks(architecture: Architecture): string {
  const possible = Array.from({ length: 64 }, (_, at) => at + 1).filter((ranks) =>
    divides(architecture, ranks)
  )
  return possible.join(', ')
}

function divides({ attention, layerPattern, recurrent }: Architecture, ranks: number): boolean {
  const kinds = new Set<string>(layerPattern ?? ['full'])
  const heads = [attention, ...Object.entries(attention.overrides ?? {}).map(([, own]) => own)]
  const whole = heads.every(({ heads: queries, kvHeads }) => {
    const even = (queries ?? attention.heads) % ranks === 0
    const keys = kvHeads ?? attention.kvHeads
    return even && (attention.latent !== undefined || keys % ranks === 0 || ranks % keys === 0)
  })
  const state = recurrent?.valueHeads ?? recurrent?.heads
  const recurs = ['gated_delta_net', 'kda', 'mamba2', 'lightning'].some((kind) => kinds.has(kind))
  return whole && (!recurs || state === undefined || state % ranks === 0)
}

/**
 * Whether the model's heads can be cut over the ranks: query heads evenly, key-value heads evenly or replicated evenly,
 * heads of recurrent layers evenly. vLLM config/parallel.py, `verify_with_parallel_config`; linear.py.
 */
export function parallelError(
  architecture: Architecture,
  settings: { readonly tensorParallel: number; readonly pipelineParallel: number }
): SettingsError | null {
  const { tensorParallel, pipelineParallel } = settings
  if (!divides(architecture, tensorParallel)) {
    const allowed = possibleRanks(architecture)
    return badSetting(
      'tensorParallel',
      allowed,
      `tensorParallel cannot be ${tensorParallel}: the model's ${architecture.attention.heads} heads (${architecture.attention.kvHeads} for keys) are not divided by it; use ${allowed}.`
    )
  }
  const layers = layerKinds(architecture).length
  if (pipelineParallel > layers) {
    const allowed = `a whole number from 1 to ${layers}`
    return badSetting(
      'pipelineParallel',
      allowed,
      `pipelineParallel cannot be ${pipelineParallel}: the model has ${layers} layers; use ${allowed}.`
    )
  }
  return null
}
