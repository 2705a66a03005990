import { type GraphBlock, has } from './block.ts'

/** Axis `axis` of the weight `name`; an error where the block has no such weight. */
export function widthOf(block: GraphBlock, name: string, axis: number): number {
  const width = block.weights.get(`${name}.weight`)?.[axis]
  if (width === undefined) throw new Error(`a block without ${name}`)
  return width
}

/** What one block does with the sequence, by the tensors it has. */
export type Mixer =
  | 'kda'
  | 'shortconv'
  | 'mamba1'
  | 'mamba2'
  | 'parallel_mamba2'
  | 'gated_delta_net'
  | 'lightning'
  | 'latent'
  | 'attention'
  /** A block of a feed-forward part alone. */
  | 'none'

/**
 * The mixer of a block. Names of tensors as llama-arch.cpp, `LLM_TENSOR_NAMES`, has them; which of them a mixer reads,
 * src/models/*.cpp.
 */
export function mixerOf(block: GraphBlock): Mixer {
  const attends = has(block, 'attn_q') || has(block, 'attn_qkv') || has(block, 'attn_q_a')
  if (has(block, 'ssm_conv1d_q')) return 'kda'
  if (has(block, 'shortconv.in_proj')) return 'shortconv'
  // Old files of Qwen3-Next have an ssm_in as well (qwen3next.cpp).
  if (has(block, 'ssm_conv1d') && (has(block, 'ssm_ba') || has(block, 'ssm_beta'))) return 'gated_delta_net'
  if (has(block, 'ssm_in')) {
    if (has(block, 'ssm_x')) return 'mamba1'
    return attends ? 'parallel_mamba2' : 'mamba2'
  }
  if (has(block, 'ssm_conv1d')) return 'gated_delta_net'
  // Falcon has a second norm too, but no gate.
  if (has(block, 'attn_norm_2') && has(block, 'attn_gate')) return 'lightning'
  if (has(block, 'attn_kv_a_mqa') && has(block, 'attn_k_b') && has(block, 'attn_v_b')) return 'latent'
  return attends ? 'attention' : 'none'
}

export interface Mamba2Shape {
  readonly inner: number
  readonly heads: number
  readonly groups: number
  readonly stateSize: number
  readonly kernel: number
}

/**
 * Mamba-2 projects to inner (z), the convolved channels (x, B and C of every group) and a step per head. mamba-base.cpp,
 * `build_mamba2_layer`.
 */
export function mamba2Shape(block: GraphBlock): Mamba2Shape {
  const inner = widthOf(block, 'ssm_out', 0)
  const convolved = widthOf(block, 'ssm_conv1d', 1)
  const stated = block.architecture.recurrent?.groups ?? 0
  const groups = block.weights.get('ssm_norm.weight')?.[1] ?? Math.max(1, stated)
  return {
    inner,
    heads: widthOf(block, 'ssm_in', 1) - inner - convolved,
    groups,
    stateSize: (convolved - inner) / (2 * groups),
    kernel: widthOf(block, 'ssm_conv1d', 0)
  }
}

export interface DeltaShape {
  readonly keyHeads: number
  readonly valueHeads: number
  readonly dim: number
  readonly kernel: number
}

/** Gated delta nets have keys as wide as values (delta-net-base.cpp, `build_delta_net_fused`). */
export function deltaShape(block: GraphBlock): DeltaShape {
  const values = widthOf(block, 'ssm_out', 0)
  const dim = widthOf(block, 'ssm_norm', 0)
  return {
    keyHeads: (widthOf(block, 'ssm_conv1d', 1) - values) / (2 * dim),
    valueHeads: values / dim,
    dim,
    kernel: widthOf(block, 'ssm_conv1d', 0)
  }
}
