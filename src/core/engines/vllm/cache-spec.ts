import type { VllmSettings } from '../../engine/server-settings.ts'
import { type Architecture, type LayerKind, layerKinds } from '../../model/architecture.ts'
import { hasState, isStateOnly, stateBytes, stateElements } from '../shared/state-size.ts'
import { localHeads } from '../shared/tensor-share.ts'

/** What one layer keeps of the context, as vLLM describes it (vllm/v1/kv_cache_interface.py). */
export type CacheSpec =
  | {
      readonly kind: 'full'
      /** Tokens of one block. */
      readonly block: number
      readonly bytesPerToken: number
      readonly what: string
    }
  | {
      readonly kind: 'sliding' | 'chunked'
      readonly block: number
      readonly bytesPerToken: number
      /** Tokens of the window or chunk. */
      readonly window: number
      readonly what: string
    }
  | {
      readonly kind: 'state'
      /** Bytes of the state itself; its page is padded to that of the attention layers. */
      readonly stateBytes: number
      readonly pageBytes: number
      readonly what: string
    }

export interface LayerSpec {
  readonly layer: number
  readonly spec: CacheSpec
}

export const pageOf = (spec: CacheSpec): number =>
  spec.kind === 'state' ? spec.pageBytes : spec.block * spec.bytesPerToken

/** Bytes of one value of keys or values; `heads` more for scales of each token and head. */
function perHead(settings: Pick<VllmSettings, 'kvCacheDtype'>, dim: number): number {
  switch (settings.kvCacheDtype) {
    case 'fp8':
    case 'fp8_e4m3':
    case 'fp8_e5m2':
    case 'fp8_ds_mla':
      return dim
    case 'fp8_per_token_head':
    case 'int8_per_token_head':
      return dim + 4
    case 'nvfp4':
      // Two values in a byte and a scale for every 16.
      return dim / 2 + dim / 16
    case 'auto':
    case 'bfloat16':
    case 'float16':
      return 2 * dim
  }
}

/** FlashMLA's block; other attention takes 16. vLLM platforms/cuda.py. */
const latentBlock = 64
export const usualBlock = 16
/** DeepSeek's sparse attention keeps a latent in 512 B of FP8, 16 B of scales and 128 B of rope. */
const sparseLatentBytes = 656
/** The indexer's key: 128 values in FP8 and a scale in f32. vLLM model_executor/models/deepseek_v2.py. */
const indexerBytes = (dim: number): number => dim + (dim / 128) * 4

/** Tokens of a block before any raising: the setting, or the usual one of the attention. */
export const firstBlock = ({ attention }: Architecture, settings: Pick<VllmSettings, 'blockSize'>): number =>
  settings.blockSize === 'auto' ? (attention.latent ? latentBlock : usualBlock) : settings.blockSize

function attentionSpec(
  architecture: Architecture,
  kind: LayerKind,
  settings: VllmSettings,
  block: number
): CacheSpec {
  const { attention } = architecture
  const { latent, indexer } = attention
  if (latent) {
    const width = latent.kvLoraRank + latent.qkRopeHeadDim
    const { kvCacheDtype } = settings
    const sparse = indexer !== undefined && (kvCacheDtype === 'auto' || kvCacheDtype.startsWith('fp8'))
    const packed = sparse || kvCacheDtype === 'fp8_ds_mla'
    const bytesPerToken = packed ? sparseLatentBytes : perHead(settings, width)
    return { kind: 'full', block, bytesPerToken, what: `latent of ${bytesPerToken} B` }
  }
  const override = attention.overrides?.[kind]
  const heads = localHeads(override?.kvHeads ?? attention.kvHeads, settings.tensorParallel)
  const keys = override?.headDim ?? attention.headDim
  const values = override?.headDim ?? attention.valueHeadDim ?? attention.headDim
  const bytesPerToken = heads * (perHead(settings, keys) + perHead(settings, values))
  const what = `${heads} ${heads === 1 ? 'head' : 'heads'} x (${keys} + ${values}), ${bytesPerToken} B a token`
  const window =
    kind === 'sliding'
      ? attention.window
      : kind === 'chunked'
        ? (attention.chunk ?? attention.window)
        : undefined
  // Without the hybrid manager windows are kept whole (`unify_hybrid_kv_cache_specs`).
  if (window === undefined || !settings.hybridKvCache) return { kind: 'full', block, bytesPerToken, what }
  return { kind: kind === 'chunked' ? 'chunked' : 'sliding', block, bytesPerToken, window, what }
}

/** Attention kernels of hybrids take blocks of multiples of this (vllm/platforms/interface.py). */
const kernelAlignment = ({ attention }: Architecture): number => (attention.latent ? 64 : 16)

/**
 * The block of a model with recurrent layers, raised until a page of attention holds a whole state:
 * `16 x ceil(state / (16 x bytes a token))`, and never below the one asked for.
 */
export function hybridBlock(
  architecture: Architecture,
  state: number,
  bytesPerToken: number,
  asked: number
): number {
  const step = kernelAlignment(architecture)
  return Math.max(asked, step * Math.ceil(state / (step * bytesPerToken)))
}

/** What every layer of the stack keeps on one rank, in order; a layer of two kinds stands twice. */
export function cacheSpecs(architecture: Architecture, settings: VllmSettings): readonly LayerSpec[] {
  const { attention, recurrent, layers, mtp } = architecture
  const kinds = layerKinds(architecture)
  const asked = firstBlock(architecture, settings)
  const spec = (kind: LayerKind, block: number): CacheSpec =>
    attentionSpec(architecture, kind, settings, block)
  const state = recurrent && kinds.some(hasState) ? stateSize(architecture, settings) : null
  const attentionKind = kinds.find((kind) => keeps(kind))
  const first = attentionKind && spec(attentionKind === 'parallel_mamba2' ? 'full' : attentionKind, asked)
  const perToken = first && first.kind !== 'state' ? first.bytesPerToken : 0
  const block = state !== null && perToken > 0 ? hybridBlock(architecture, state, perToken, asked) : asked
  const page = state !== null ? Math.max(state, block * perToken) : 0

  const list: LayerSpec[] = []
  const drafted = settings.speculativeTokens > 0 && mtp ? ['full' as const] : []
  for (const [layer, kind] of [...kinds, ...drafted].entries()) {
    const shared = layer < layers && layer >= layers - (attention.sharedKvLayers ?? 0)
    if (keeps(kind) && !shared) {
      for (let n = 0; n < (attention.sublayers ?? 1); n++) list.push({ layer, spec: spec(kind, block) })
      const { indexer } = attention
      if (indexer && (indexer.layers?.includes(layer) ?? true)) {
        const bytesPerToken = indexerBytes(indexer.headDim)
        list.push({
          layer,
          spec: { kind: 'full', block, bytesPerToken, what: `indexer key of ${bytesPerToken} B` }
        })
      }
    }
    if (state !== null && hasState(kind)) {
      const what = `${recurrent?.type ?? 'recurrent'} state of ${state} B`
      list.push({ layer, spec: { kind: 'state', stateBytes: state, pageBytes: page, what } })
    }
  }
  return list
}

const keeps = (kind: LayerKind): boolean => !isStateOnly(kind) && kind !== 'mlp' && kind !== 'moe'

/** Bytes of the state of one layer and sequence on one rank. */
export function stateSize(architecture: Architecture, settings: VllmSettings): number {
  const { recurrent } = architecture
  if (!recurrent) return 0
  const { mambaSsmCacheDtype: asked, tensorParallel, speculativeTokens } = settings
  const element = stateBytes(architecture, asked === 'auto' ? null : asked === 'float32' ? 4 : 2)
  const { conv, state } = stateElements(recurrent, tensorParallel, speculativeTokens)
  return conv * element.conv + state * element.state
}
