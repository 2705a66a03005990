import type { LayerKind, Recurrent } from '../architecture.ts'
import type { ConfigReader } from './config-json.ts'
import { fieldNames } from './field-names.ts'

/**
 * The state of the recurrent layers, in elements per layer and sequence, with the dimensions it follows from. A
 * convolution over k tokens keeps k - 1 of them. llama.cpp src/llama-hparams.cpp (`n_embd_r`, `n_embd_s`).
 */
export function recurrentOf(config: ConfigReader, kinds: readonly LayerKind[]): Recurrent | undefined {
  if (kinds.includes('gated_delta_net')) return gatedDeltaNet(config)
  if (kinds.includes('kda')) return kimiDelta(config)
  if (kinds.includes('lightning')) return lightning(config)
  if (kinds.includes('mamba2') || kinds.includes('parallel_mamba2')) return mamba2(config)
  if (kinds.includes('mamba1')) return mamba1(config)
  return kinds.includes('shortconv') ? shortConvolution(config) : undefined
}

function gatedDeltaNet(config: ConfigReader): Recurrent {
  const keyHeads = config.count(['linear_num_key_heads'])
  const valueHeads = config.count(['linear_num_value_heads'])
  const keyHeadDim = config.count(['linear_key_head_dim'])
  const valueHeadDim = config.count(['linear_value_head_dim'])
  const convKernel = config.whole(['linear_conv_kernel_dim'], 1) ?? 4
  return {
    type: 'gated_delta_net',
    stateElements: valueHeads * keyHeadDim * valueHeadDim,
    convElements: (convKernel - 1) * (2 * keyHeads * keyHeadDim + valueHeads * valueHeadDim),
    convKernel,
    keyHeads,
    valueHeads,
    keyHeadDim,
    valueHeadDim
  }
}

/** Kimi Linear and Kimi K3 have a part of their own for it, Ling 3.0 gives it the heads of its attention. */
function kimiDelta(config: ConfigReader): Recurrent {
  const linear = config.part('linear_attn_config') ?? config
  const heads = linear.count(['num_heads', ...fieldNames.heads])
  const headDim = linear.count(['head_dim'])
  const convKernel = linear.whole(['short_conv_kernel_size'], 1) ?? 4
  return {
    type: 'kda',
    stateElements: heads * headDim * headDim,
    convElements: 3 * (convKernel - 1) * heads * headDim,
    convKernel,
    heads,
    headDim,
    ...(linear.flag(['use_full_rank_gate']) ? { fullRankGate: true, gateRank: headDim } : {}),
    ...(linear.flag(['no_kda_lora']) ? { fullRankGate: true, fullRankDecay: true } : {})
  }
}

function lightning(config: ConfigReader): Recurrent {
  const heads = config.count(fieldNames.heads)
  const headDim = config.whole(fieldNames.headDim, 1) ?? config.count(fieldNames.hiddenSize) / heads
  return { type: 'lightning', stateElements: heads * headDim * headDim, heads, headDim }
}

/** Fields of Nemotron-H, Granite 4 and Falcon-H1, which name them differently. */
function mamba2(config: ConfigReader): Recurrent {
  const heads = config.count(['mamba_num_heads', 'mamba_n_heads'])
  const expand = config.number(['mamba_expand', 'expand']) ?? 2
  const inner = config.whole(['mamba_d_ssm'], 1)
  // `auto`: the inner width divided among the heads.
  const given = config.raw('mamba_d_head')
  const headDim =
    config.whole(['mamba_head_dim'], 1) ??
    (typeof given === 'number'
      ? config.count(['mamba_d_head'])
      : (inner ?? expand * config.count(fieldNames.hiddenSize)) / heads)
  const groups = config.count(['n_groups', 'mamba_n_groups'])
  const stateSize = config.count(['ssm_state_size', 'mamba_d_state'])
  const convKernel = config.whole(['conv_kernel', 'mamba_d_conv'], 1) ?? 4
  const gated = config.flag(['mamba_rms_norm']) ?? true
  return {
    type: 'mamba2',
    stateElements: heads * headDim * stateSize,
    convElements: (convKernel - 1) * (heads * headDim + 2 * groups * stateSize),
    convKernel,
    ...((config.flag(['use_conv_bias', 'mamba_conv_bias']) ?? true) ? { convBias: true } : {}),
    heads,
    headDim,
    groups,
    stateSize,
    ...(gated ? {} : { gatedNorm: false })
  }
}

function mamba1(config: ConfigReader): Recurrent {
  const hiddenSize = config.count(fieldNames.hiddenSize)
  const innerSize =
    config.whole(['intermediate_size_mamba', 'mamba_inner_size'], 1) ??
    (config.number(['mamba_expand', 'expand']) ?? 2) * hiddenSize
  const stateSize = config.count(['mamba_d_state', 'state_size'])
  const convKernel = config.whole(['mamba_d_conv', 'conv_kernel'], 1) ?? 4
  const rank = config.raw('mamba_dt_rank') ?? config.raw('time_step_rank')
  return {
    type: 'mamba1',
    stateElements: innerSize * stateSize,
    convElements: (convKernel - 1) * innerSize,
    convKernel,
    stateSize,
    innerSize,
    dtRank: typeof rank === 'number' ? rank : Math.ceil(hiddenSize / 16)
  }
}

function shortConvolution(config: ConfigReader): Recurrent {
  const convKernel = config.whole(['conv_L_cache', 'conv_kernel'], 1) ?? 3
  const hiddenSize = config.count(fieldNames.hiddenSize)
  return { type: 'shortconv', stateElements: (convKernel - 1) * hiddenSize, convKernel }
}
