import type { Architecture, Recurrent } from '../architecture.ts'
import { bare, bias, matrix, type Part, vector } from './part.ts'
import { required } from './required.ts'

/**
 * Gated delta net (Qwen3-Next, Qwen3.5): query, key and value in one projection, a causal convolution over them,
 * and per value head a decay and a write strength, joint in `ssm_ba` or apart. llama.cpp src/models/qwen35.cpp.
 */
export function gatedDeltaNetParts(
  { gguf, hiddenSize }: Architecture,
  recurrent: Recurrent
): readonly Part[] {
  const size = (name: 'keyHeads' | 'valueHeads' | 'keyHeadDim' | 'valueHeadDim' | 'convKernel'): number =>
    required(recurrent, name, 'gated delta nets')
  const valueHeads = size('valueHeads')
  const values = valueHeads * size('valueHeadDim')
  const mixed = 2 * size('keyHeads') * size('keyHeadDim') + values
  return [
    matrix('attn_qkv', hiddenSize, mixed),
    matrix('attn_gate', hiddenSize, values),
    matrix('ssm_conv1d', size('convKernel'), mixed),
    bias('ssm_dt', valueHeads),
    bare('ssm_a', valueHeads),
    ...(gguf === 'qwen3next'
      ? [matrix('ssm_ba', hiddenSize, 2 * valueHeads)]
      : [matrix('ssm_beta', hiddenSize, valueHeads), matrix('ssm_alpha', hiddenSize, valueHeads)]),
    vector('ssm_norm', size('valueHeadDim')),
    matrix('ssm_out', values, hiddenSize)
  ]
}

/**
 * Kimi delta attention: separate projections and convolutions, a decay per channel of rank `headDim` and an output
 * gate of the same rank, the gate of full rank (Kimi K3) or both (Ling 3.0, whose files keep the names of the first
 * factors). llama.cpp src/models/kimi-linear.cpp, kimi-k3.cpp, bailingmoe3.cpp.
 */
export function kimiDeltaParts({ gguf, hiddenSize }: Architecture, recurrent: Recurrent): readonly Part[] {
  const heads = required(recurrent, 'heads', 'Kimi delta layers')
  const headDim = required(recurrent, 'headDim', 'Kimi delta layers')
  const convKernel = required(recurrent, 'convKernel', 'Kimi delta layers')
  const rank = recurrent.gateRank ?? headDim
  const inner = heads * headDim
  return [
    ...['q', 'k', 'v'].flatMap((name): Part[] => [
      matrix(`attn_${name}`, hiddenSize, inner),
      { name: `ssm_conv1d_${name}.weight`, shape: [convKernel, 1, inner] }
    ]),
    ...(recurrent.fullRankDecay
      ? [matrix('ssm_f_a', hiddenSize, inner)]
      : [matrix('ssm_f_a', hiddenSize, rank), matrix('ssm_f_b', rank, inner)]),
    ...(recurrent.fullRankGate
      ? [matrix(gguf === 'bailingmoe3' ? 'ssm_g_a' : 'ssm_g', hiddenSize, inner)]
      : [matrix('ssm_g_a', hiddenSize, rank), matrix('ssm_g_b', rank, inner)]),
    matrix('ssm_beta', hiddenSize, heads),
    bare('ssm_a', heads),
    bias('ssm_dt', inner),
    vector('ssm_norm', headDim),
    matrix('attn_output', inner, hiddenSize)
  ]
}
