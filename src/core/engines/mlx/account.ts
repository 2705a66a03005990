import type { MlxSettings } from '../../engine/server-settings.ts'
import { badSetting, type SettingsError } from '../../engine/settings-error.ts'
import { context, grouped, inGib } from '../../format.ts'
import { totalOf, type Term } from '../../memory/term.ts'
import { runtimeOverhead } from '../../memory/runtime.ts'
import { type Architecture, layerKinds } from '../../model/architecture.ts'
import type { Accelerator } from '../../machine/machine.ts'
import { bytes } from '../../quantity.ts'
import { valueOf } from '../../reading.ts'
import { type Result, err, ok } from '../../result.ts'
import {
  type EngineAccount,
  type EngineQuestion,
  exactTerm,
  modelledTerm,
  type Obstacle
} from '../shared/account.ts'
import { contextError, contextLimit } from '../shared/context.ts'
import { checkpointBytes } from '../shared/rank-weights.ts'
import { hostBill } from '../shared/server-gpus.ts'
import { hasRotating, mlxCache } from './cache.ts'

/** mlx_lm warns when the weights pass this part of the working set (mlx_lm/generate.py). */
const warnsFrom = 0.9

/**
 * MLX's memory on one Apple machine: weights as they lie in the file, the cache of each sequence, what a chunk of the
 * prompt computes, and Metal's own. It is to stay within the working set that Metal recommends, which mlx_lm wires.
 */
export function mlxAccount(question: EngineQuestion<MlxSettings>): Result<EngineAccount, SettingsError> {
  const { model, machine, settings, format } = question
  const { architecture } = model
  const wrong =
    contextError(model, 'contextTokens', settings.contextTokens) ?? cacheError(architecture, settings)
  if (wrong) return err(wrong)
  const gpu = machine?.accelerators.find(({ backend }) => backend === 'metal') ?? null
  const limit = contextLimit(model)
  const asked = settings.contextTokens
  const impossible = mlxObstacle(question, gpu)
  if (impossible !== null) {
    return ok({
      devices: [],
      host: hostBill(machine),
      contextTokens: typeof asked === 'number' ? asked : limit,
      obstacle: { sentence: impossible, advice: [] },
      largestContext: null,
      serving: null,
      notes: []
    })
  }
  const total = gpu ? valueOf(gpu.total) : null
  const free = gpu ? (valueOf(gpu.free) ?? total) : null
  const terms = (tokens: number): Term[] => termsOf(question, tokens, gpu)
  const fits = (tokens: number): boolean => free === null || totalOf(terms(tokens)) <= free
  const longest = free === null ? null : longestThat(fits, limit)
  const length = asked === 'auto' ? (longest ?? limit) : asked === 'model' ? limit : asked
  const held = terms(length)
  const weights = checkpointBytes(architecture, format)
  const request = mlxCache(architecture, settings, length)
  return ok({
    devices: [
      {
        kind: 'gpu',
        name: gpu ? (valueOf(gpu.name) ?? gpu.id) : 'GPU 0',
        terms: held,
        capacity: total,
        free,
        loadLine: free
      }
    ],
    host: { ...hostBill(machine), terms: [] },
    contextTokens: length,
    obstacle: fits(length) ? null : tooLarge(question, gpu, held, free ?? 0, longest),
    largestContext: longest,
    serving: {
      poolBytes: null,
      blockSize: null,
      blocks: null,
      cacheTokens: null,
      maxConcurrency: null,
      requestBytes: bytes(request.bytes),
      requestParts: request.parts
    },
    notes: [
      ...(total !== null && weights > warnsFrom * total
        ? [
            'The weights pass 0.9 of the working set: mlx_lm warns that it may be slow, and `sudo sysctl iogpu.wired_limit_mb` raises the limit.'
          ]
        : []),
      'Buffers that MLX frees stay in its own cache until memory is asked for; they are not counted.'
    ]
  })
}

/** A rotating cache cannot be quantised, and groups must divide what they quantise. */
function cacheError(architecture: Architecture, { kvBits, kvGroupSize }: MlxSettings): SettingsError | null {
  if (kvBits === 'none') return ![32, 64, 128].includes(kvGroupSize) ? groupError(kvGroupSize) : null
  if (![32, 64, 128].includes(kvGroupSize)) return groupError(kvGroupSize)
  if (hasRotating(architecture)) {
    const message = `kvBits cannot be ${kvBits}: MLX does not quantise the rotating cache of sliding-window layers; use none.`
    return badSetting('kvBits', '"none"', message)
  }
  const { latent, headDim } = architecture.attention
  const widths = latent ? [latent.kvLoraRank, latent.qkRopeHeadDim] : [headDim]
  const odd = widths.find((width) => width % kvGroupSize !== 0)
  if (odd === undefined) return null
  const fitting = [32, 64, 128].filter((size) => widths.every((width) => width % size === 0))
  const allowed = fitting.join(', ') || 'none'
  return badSetting(
    'kvGroupSize',
    allowed,
    `kvGroupSize cannot be ${kvGroupSize}: it does not divide a head of ${odd}; use ${allowed}.`
  )
}

const groupError = (size: number): SettingsError =>
  badSetting('kvGroupSize', '32, 64 or 128', `kvGroupSize cannot be ${size}: use 32, 64 or 128.`)

function mlxObstacle(
  { model, format, machine }: EngineQuestion<MlxSettings>,
  gpu: Accelerator | null
): string | null {
  if (machine && !gpu)
    return 'Not possible: MLX is counted here on Apple silicon under macOS, and this machine has none.'
  if (!format.name.startsWith('MLX') && !['BF16', 'FP16', 'FP32'].includes(format.name)) {
    return `Not possible: MLX does not read ${format.name} files; take an MLX one, for example MLX-4BIT-G64.`
  }
  return layerKinds(model.architecture).some((kind) => kind === 'csa' || kind === 'hca')
    ? 'Unknown: the compressed cache of this architecture is not modelled for MLX.'
    : null
}

function termsOf(
  { model, format, settings }: EngineQuestion<MlxSettings>,
  tokens: number,
  gpu: Accelerator | null
): Term[] {
  const { architecture } = model
  const { parallel, prefillStepSize } = settings
  const cache = mlxCache(architecture, settings, tokens)
  const sequences = parallel > 1 ? ` x ${parallel} sequences` : ''
  const weights = checkpointBytes(architecture, format)
  const plain = format.bits >= 16
  const runtime = gpu
    ? [runtimeOverhead({ backend: 'metal', device: gpu.device, total: valueOf(gpu.total) })]
    : []
  return [
    (plain ? exactTerm : modelledTerm)('weights', weights, `${format.name}: every tensor of the file`),
    exactTerm('kv-cache', cache.bytes * parallel, `${cache.parts.join(' + ')}${sequences}`),
    modelledTerm(
      'compute-buffer',
      cache.largestLayer,
      'one layer of the cache twice while it grows (mlx_lm/models/cache.py)'
    ),
    modelledTerm(
      'compute-buffer',
      chunkBytes(architecture, Math.min(prefillStepSize, tokens), tokens),
      `one chunk of ${grouped(Math.min(prefillStepSize, tokens))} tokens of the prompt through the widest layer`
    ),
    ...runtime
  ].filter((term) => term.bytes > 0)
}

/** Values alive at once while a chunk passes the widest layer, in 16 bits; windows keep the whole chunk besides. */
function chunkBytes(architecture: Architecture, chunk: number, tokens: number): number {
  const { hiddenSize, feedForward, experts, attention } = architecture
  const dense = typeof feedForward === 'number' ? feedForward : Math.max(0, ...(feedForward ?? []))
  const routed = experts ? experts.perToken * (3 * experts.width + hiddenSize) : 0
  const queries = attention.heads * attention.headDim
  const rotating = hasRotating(architecture)
    ? layerKinds(architecture).filter((kind) => kind === 'sliding').length *
      attention.kvHeads *
      attention.headDim *
      2 *
      Math.min(chunk, tokens)
    : 0
  return 2 * (chunk * (4 * hiddenSize + Math.max(3 * dense, routed, 3 * queries)) + rotating)
}

/** The longest of at most `most` tokens that holds; null when not even one does. */
function longestThat(holds: (tokens: number) => boolean, most: number): number | null {
  if (!holds(1)) return null
  let [low, high] = [1, most]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}

function tooLarge(
  { settings }: EngineQuestion<MlxSettings>,
  gpu: Accelerator | null,
  held: readonly Term[],
  free: number,
  longest: number | null
): Obstacle {
  const name = gpu ? (valueOf(gpu.name) ?? gpu.id) : 'the GPU'
  const over = totalOf(held) - free
  return {
    sentence: `Too large for ${name}: it needs ${inGib(totalOf(held))} and ${inGib(bytes(free))} are free for the GPU.`,
    short: { device: name, bytes: bytes(over) },
    advice: [
      ...(longest === null ? [] : [`Ask for ${context(longest)} or less.`]),
      ...(settings.kvBits === 'none'
        ? ['Set kvBits to 8 where the model has no sliding windows: half the cache.']
        : []),
      'Take an MLX file with fewer bits.'
    ]
  }
}
