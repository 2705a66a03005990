import {
  type GraphBlock,
  normed,
  project,
  projected,
  sequences,
  tokens,
  tokensPerSequence,
  weightOf
} from './block.ts'
import { unitRows } from './delta-net.ts'
import { widthOf } from './mixer-shape.ts'
import { readState, writeState } from './recurrent-state.ts'
import { plus, times } from './size.ts'
import type { GraphTensor } from './tensor.ts'

/**
 * Kimi delta attention: three convolutions, a decay per channel, an output gate. llama.cpp src/models/kimi-linear.cpp,
 * bailingmoe3.cpp and kimi-k3.cpp, which have the decay, the gate, or both as one matrix instead of two narrow ones.
 */
export function kimiDeltaPart(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph } = block
  const dim = widthOf(block, 'ssm_norm', 0)
  const inner = widthOf(block, 'attn_output', 0)
  const heads = inner / dim
  const convolved = convolutions(block, x, inner)
  const [q, k, v] = convolved.map((each) =>
    graph.reshape(each, [dim, heads, tokensPerSequence, sequences])
  ) as [GraphTensor, GraphTensor, GraphTensor]
  const decay = graph.reshape(decayOf(block, x, dim, heads), [dim, heads, tokensPerSequence, sequences])
  const shape = [1, heads, tokensPerSequence, sequences] as const
  const beta = graph.map('unary', graph.reshape(projected(block, 'ssm_beta', x), shape))
  const state = readState(block, dim * dim * heads)
  const all = graph.custom(
    'gated_delta_net',
    [inner, plus(tokens, times(dim, sequences))],
    unitRows(block, q, heads),
    unitRows(block, k, heads),
    v,
    decay,
    beta,
    graph.reshape(state.rows, [dim, dim, heads, sequences])
  )
  const out = graph.contiguous(graph.view(all, [dim, heads, tokensPerSequence, sequences], true))
  writeState(block, graph.view(all, [dim, dim, heads, sequences]), state.stored)
  const gate = project(block, 'ssm_g', x) ?? narrow(block, 'ssm_g', x)
  const normal = normed(block, 'ssm_norm', graph.reshape(out, [dim, heads, tokens]))
  const gated = graph.mul(normal, graph.map('unary', graph.reshape(gate, [dim, heads, tokens])))
  return projected(block, 'attn_output', graph.contiguous(gated, [inner, tokens]))
}

/** A matrix as a product of two, or as one alone. */
function narrow(block: GraphBlock, name: string, x: GraphTensor): GraphTensor {
  const first = projected(block, `${name}_a`, x)
  return project(block, `${name}_b`, first) ?? first
}

/** Queries, keys and values, each with a third of one convolution state. kimi-linear.cpp, `causal_conv1d`. */
function convolutions(block: GraphBlock, x: GraphTensor, inner: number): readonly GraphTensor[] {
  const { graph } = block
  const kernel = widthOf(block, 'ssm_conv1d_q', 0)
  const { stored, rows } = readState(block, 3 * (kernel - 1) * inner)
  const fused = project(block, 'attn_qkv', x)
  const inputs = fused
    ? ['q', 'k', 'v'].map(() => graph.contiguous(graph.view(fused, [inner, tokens])))
    : [null, null, null]
  return (['q', 'k', 'v'] as const).map((name, i) => {
    const before = graph.view(rows, [kernel - 1, inner, sequences])
    const mixed = graph.reshape(inputs[i] ?? projected(block, `attn_${name}`, x), [
      inner,
      tokensPerSequence,
      sequences
    ])
    const input = graph.concat(before, graph.transpose(mixed))
    const fresh = graph.view(input, [kernel - 1, inner, sequences])
    graph.expand(graph.copy(fresh, graph.view(stored, [kernel - 1, inner, sequences])))
    const weight = graph.reshape(graph.weight([kernel, 1, inner], block.place), [kernel, inner])
    const out = graph.custom('ssm_conv', [inner, tokensPerSequence, sequences], input, weight)
    return graph.map('unary', graph.reshape(out, [inner, tokens]))
  })
}

/** [dim, heads, tokens]: softplus of the biased projection times A, or a bounded sigmoid of both (bailingmoe3.cpp). */
function decayOf(block: GraphBlock, x: GraphTensor, dim: number, heads: number): GraphTensor {
  const { graph, weights, architecture } = block
  const bounded = architecture.gguf === 'bailingmoe3' || !weights.has('ssm_f_b.weight')
  const wide = narrow(block, 'ssm_f', x)
  const biased = graph.add(wide, weightOf(block, 'ssm_dt.bias') ?? wide)
  const a = graph.weight([1, heads], block.place)
  if (!bounded) return graph.mul(graph.reshape(graph.map('unary', biased), [dim, heads, tokens]), a)
  const weighted = graph.mul(graph.reshape(biased, [dim, heads, tokens]), a)
  return graph.map('scale', graph.map('unary', weighted))
}
