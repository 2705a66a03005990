import type { Architecture, Recurrent } from '../architecture.ts'
import { bare, bias, matrix, type Part, vector, when } from './part.ts'
import { required } from './required.ts'

/**
 * Mamba-2 (arXiv 2405.21060): one projection gives gate, x, B, C and dt; the convolution runs over x, B and C.
 * llama.cpp src/models/nemotron-h.cpp, granite-hybrid.cpp, falcon-h1.cpp.
 */
export function mamba2Parts({ hiddenSize }: Architecture, recurrent: Recurrent): readonly Part[] {
  const size = (name: 'heads' | 'headDim' | 'groups' | 'stateSize' | 'convKernel'): number =>
    required(recurrent, name, 'Mamba-2 layers')
  const heads = size('heads')
  const groups = size('groups')
  const inner = recurrent.innerSize ?? heads * size('headDim')
  const convolved = inner + 2 * groups * size('stateSize')
  return [
    matrix('ssm_in', hiddenSize, inner + convolved + heads),
    matrix('ssm_conv1d', size('convKernel'), convolved),
    ...when(recurrent.convBias, bias('ssm_conv1d', convolved)),
    bias('ssm_dt', heads),
    bare('ssm_a', 1, heads),
    bare('ssm_d', 1, heads),
    ...when(recurrent.gatedNorm ?? true, matrix('ssm_norm', inner / groups, groups)),
    matrix('ssm_out', inner, hiddenSize)
  ]
}

/** Mamba (arXiv 2312.00752), with the norms on dt, B and C that Jamba adds. llama.cpp src/models/jamba.cpp. */
export function mamba1Parts({ hiddenSize }: Architecture, recurrent: Recurrent): readonly Part[] {
  const size = (name: 'innerSize' | 'stateSize' | 'dtRank' | 'convKernel'): number =>
    required(recurrent, name, 'Mamba layers')
  const inner = size('innerSize')
  const stateSize = size('stateSize')
  const dtRank = size('dtRank')
  return [
    matrix('ssm_in', hiddenSize, 2 * inner),
    matrix('ssm_conv1d', size('convKernel'), inner),
    ...when(recurrent.convBias ?? true, bias('ssm_conv1d', inner)),
    matrix('ssm_x', inner, dtRank + 2 * stateSize),
    matrix('ssm_dt', dtRank, inner),
    bias('ssm_dt', inner),
    bare('ssm_a', stateSize, inner),
    bare('ssm_d', inner),
    matrix('ssm_out', inner, hiddenSize),
    ...when(
      recurrent.dtBcNorms,
      vector('ssm_dt_norm', dtRank),
      vector('ssm_b_norm', stateSize),
      vector('ssm_c_norm', stateSize)
    )
  ]
}

/** Lightning attention (MiniMax-01, arXiv 2501.08313): fused query, key, value; a norm and a gate on the output. */
export function lightningParts({ hiddenSize }: Architecture, recurrent: Recurrent): readonly Part[] {
  const inner =
    required(recurrent, 'heads', 'lightning layers') * required(recurrent, 'headDim', 'lightning layers')
  return [
    vector('attn_norm_2', inner),
    matrix('attn_qkv', hiddenSize, 3 * inner),
    matrix('attn_gate', hiddenSize, inner),
    matrix('attn_output', inner, hiddenSize)
  ]
}

/** Gated short convolution (LFM2): one projection gives B, C and x. llama.cpp src/models/lfm2.cpp. */
export const shortConvolutionParts = (
  { hiddenSize }: Architecture,
  recurrent: Recurrent
): readonly Part[] => [
  matrix('shortconv.conv', required(recurrent, 'convKernel', 'short convolutions'), hiddenSize),
  matrix('shortconv.in_proj', hiddenSize, 3 * hiddenSize),
  matrix('shortconv.out_proj', hiddenSize, hiddenSize)
]
