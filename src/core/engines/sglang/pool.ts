import type { SglangSettings } from '../../engine/server-settings.ts'
import { type Architecture, layerKinds } from '../../model/architecture.ts'
import { hasState, isStateOnly, stateElements } from '../shared/state-size.ts'
import { localHeads } from '../shared/tensor-share.ts'

/** What one token or one request takes of the pools of one rank. */
export interface PoolShape {
  /** Bytes of one token in the layers that keep everything. */
  readonly fullBytes: number
  /** Bytes of one token in sliding-window layers that have a pool of their own; 0: none. */
  readonly slidingBytes: number
  readonly window: number
  /** Bytes of the recurrent state of one request. */
  readonly stateBytes: number
}

/** Bytes of one value. FP4 keeps a scale for every 16. */
const valueBytes: Readonly<Record<SglangSettings['kvCacheDtype'], number>> = {
  auto: 2,
  bf16: 2,
  fp8_e5m2: 1,
  fp8_e4m3: 1,
  fp4_e2m1: 0.5625
}

/**
 * Bytes a token takes on one rank: layers x heads x (keys + values) x type; for MLA the latent, whole on every rank.
 * Sliding-window layers have a pool of their own unless `--disable-hybrid-swa-memory`. States: convolutions in 16 bits,
 * the rest in f32 (`--mamba-ssm-dtype`). python/sglang/srt/model_executor/model_runner.py, `get_cell_size_per_token`.
 */
export function poolShape(architecture: Architecture, settings: SglangSettings): PoolShape {
  const { attention, recurrent, layers } = architecture
  const { latent, indexer } = attention
  const size = valueBytes[settings.kvCacheDtype]
  let [full, sliding, states] = [0, 0, 0]
  for (const [layer, kind] of layerKinds(architecture).entries()) {
    if (hasState(kind)) states++
    if (isStateOnly(kind) || kind === 'mlp' || kind === 'moe') continue
    if (layer >= layers - (attention.sharedKvLayers ?? 0)) continue
    const times = attention.sublayers ?? 1
    if (latent) {
      full += times * (latent.kvLoraRank + latent.qkRopeHeadDim) * size
      if (indexer && (indexer.layers?.includes(layer) ?? true)) full += indexer.headDim + 4
      continue
    }
    const own = attention.overrides?.[kind]
    const heads = localHeads(own?.kvHeads ?? attention.kvHeads, settings.tensorParallel)
    const keys = own?.headDim ?? attention.headDim
    const bytes = times * heads * (keys + (own?.headDim ?? attention.valueHeadDim ?? keys)) * size
    const apart = (kind === 'sliding' || kind === 'chunked') && !settings.disableHybridSwaMemory
    if (apart) sliding += bytes
    else full += bytes
  }
  const state = recurrent && stateElements(recurrent, settings.tensorParallel, 0)
  return {
    fullBytes: full / settings.pipelineParallel,
    slidingBytes: sliding / settings.pipelineParallel,
    window: attention.window ?? attention.chunk ?? 0,
    stateBytes: state ? (states * (state.conv * 2 + state.state * 4)) / settings.pipelineParallel : 0
  }
}

export interface Pools {
  /** `max_total_num_tokens`: tokens of the full pool. */
  readonly tokens: number
  readonly slidingTokens: number
  /** Requests whose state is kept. */
  readonly states: number
  readonly tokenBytes: number
  readonly stateBytes: number
}

/** Memory for states as a share of that for the cache (`--mamba-full-memory-ratio`). */
const stateRatio = 0.9

/** Cuts the memory that is left into states, tokens of the full pool and of the sliding pool. */
export function poolsOf(room: number, shape: PoolShape, settings: SglangSettings): Pools {
  const { swaFullTokensRatio, pageSize, maxTotalTokens } = settings
  const usable = Math.max(0, room)
  const cached = shape.fullBytes + shape.slidingBytes > 0
  const forStates = shape.stateBytes > 0 ? (cached ? (usable * stateRatio) / (1 + stateRatio) : usable) : 0
  const states = shape.stateBytes > 0 ? Math.floor(forStates / shape.stateBytes) : 0
  const perToken = shape.fullBytes + swaFullTokensRatio * shape.slidingBytes
  const left = usable - states * shape.stateBytes
  const most = perToken > 0 ? Math.floor(left / perToken) : 0
  const whole = (n: number): number => Math.floor(n / pageSize) * pageSize
  const tokens = whole(maxTotalTokens === 'auto' ? most : Math.min(most, maxTotalTokens))
  const slidingTokens = shape.slidingBytes > 0 ? whole(tokens * swaFullTokensRatio) : 0
  return {
    tokens,
    slidingTokens,
    states,
    tokenBytes: Math.ceil(tokens * shape.fullBytes + slidingTokens * shape.slidingBytes),
    stateBytes: states * shape.stateBytes
  }
}
