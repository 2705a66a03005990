import {
  type GraphBlock,
  has,
  normed,
  projected,
  sequences,
  tokens,
  tokensPerSequence,
  weightOf
} from './block.ts'
import { deltaShape } from './mixer-shape.ts'
import { readState, writeState } from './recurrent-state.ts'
import { type Size, plus, times } from './size.ts'
import type { GraphTensor } from './tensor.ts'

/** The last inputs of the convolution before the new ones: [kernel - 1 + tokens, channels, sequences]. */
export function convolutionInput(
  block: GraphBlock,
  x: GraphTensor,
  kernel: number,
  channels: Size
): GraphTensor {
  const { graph } = block
  const { stored, rows } = readState(block, times(kernel - 1, channels))
  const before = graph.reshape(rows, [kernel - 1, channels, sequences])
  const input = graph.concat(before, graph.transpose(x))
  const left = graph.view(input, [kernel - 1, channels, sequences])
  // Qwen 4 copies the rest before it stores it (qwen4exp.cpp, `build_conv_state_at`).
  writeState(block, block.architecture.gguf === 'qwen4exp' ? graph.contiguous(left) : left, stored)
  return input
}

/**
 * Gated delta net (Qwen3-Next, Qwen3.5) with the fused operation. llama.cpp src/models/qwen35.cpp,
 * delta-net-base.cpp.
 */
export function deltaNetPart(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph } = block
  const { keyHeads, valueHeads, dim, kernel } = deltaShape(block)
  const values = valueHeads * dim
  const channels = 2 * keyHeads * dim + values
  const mixed = graph.reshape(projected(block, 'attn_qkv', x), [channels, tokensPerSequence, sequences])
  const z = projected(block, 'attn_gate', x)
  const { beta, decay } = has(block, 'ssm_ba')
    ? jointGates(block, x, keyHeads, valueHeads)
    : separateGates(block, x, valueHeads)
  const conv = convolutionInput(block, mixed, kernel, channels)
  const state = readState(block, dim * dim * valueHeads)
  const kernelWeight = weightOf(block, 'ssm_conv1d')
  if (!kernelWeight) throw new Error('a delta net without ssm_conv1d')
  const convolved = graph.map(
    'unary',
    graph.custom('ssm_conv', [channels, tokensPerSequence, sequences], conv, kernelWeight)
  )
  const part = (heads: number): GraphTensor =>
    graph.view(convolved, [dim, heads, tokensPerSequence, sequences])
  const spread = block.architecture.gguf === 'qwen3next' && keyHeads !== valueHeads
  const q = unitRows(block, part(keyHeads), spread ? valueHeads : keyHeads)
  const k = unitRows(block, part(keyHeads), spread ? valueHeads : keyHeads)
  const out = graph.custom(
    'gated_delta_net',
    [values, plus(tokens, times(dim, sequences))],
    q,
    k,
    part(valueHeads),
    decay,
    beta,
    graph.reshape(state.rows, [dim, dim, valueHeads, sequences])
  )
  writeState(block, graph.view(out, [dim, dim, valueHeads, sequences]), state.stored)
  const seen = graph.view(out, [dim, valueHeads, tokensPerSequence, sequences])
  const normal = normed(block, 'ssm_norm', seen)
  const gate = graph.map('unary', graph.reshape(z, [dim, valueHeads, tokensPerSequence, sequences]))
  const gated = graph.reshape(graph.mul(normal, gate), [values, tokensPerSequence, sequences])
  return graph.reshape(projected(block, 'ssm_out', gated), [block.architecture.hiddenSize, tokens])
}

/** Rows of length one: an RMS norm and a scale; a copy for every value head where the model repeats its key heads. */
export function unitRows({ graph }: GraphBlock, x: GraphTensor, heads: number): GraphTensor {
  const rows = graph.map('scale', graph.map('rms_norm', x))
  return heads === x.shape[1] ? rows : graph.repeat(rows, [x.shape[0], heads, x.shape[2], x.shape[3]])
}

interface Gates {
  readonly beta: GraphTensor
  readonly decay: GraphTensor
}

function separateGates(block: GraphBlock, x: GraphTensor, heads: number): Gates {
  const { graph } = block
  const shape: [Size, Size, Size, Size] = [1, heads, tokensPerSequence, sequences]
  const beta = graph.map('unary', graph.reshape(projected(block, 'ssm_beta', x), shape))
  const alpha = graph.reshape(projected(block, 'ssm_alpha', x), [heads, tokensPerSequence, sequences])
  return { beta, decay: decayOf(block, alpha, heads) }
}

function jointGates(block: GraphBlock, x: GraphTensor, keyHeads: number, heads: number): Gates {
  const { graph } = block
  const per = heads / keyHeads
  const joint = graph.reshape(projected(block, 'ssm_ba', x), [
    2 * per,
    keyHeads,
    tokensPerSequence,
    sequences
  ])
  const half = (): GraphTensor => graph.view(joint, [per, keyHeads, tokensPerSequence, sequences])
  const beta = graph.map('unary', graph.contiguous(half(), [1, heads, tokensPerSequence, sequences]))
  const alpha = graph.contiguous(half(), [heads, tokensPerSequence, sequences])
  return { beta, decay: decayOf(block, alpha, heads) }
}

function decayOf(block: GraphBlock, alpha: GraphTensor, heads: number): GraphTensor {
  const { graph } = block
  const biased = graph.add(alpha, weightOf(block, 'ssm_dt.bias') ?? alpha)
  const soft = graph.map('unary', biased)
  const decay = graph.mul(soft, graph.weight([heads], block.place))
  return graph.reshape(decay, [1, heads, tokensPerSequence, sequences])
}
