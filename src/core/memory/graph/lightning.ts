import { type GraphBlock, normed, projected, sequences, tokens, tokensPerSequence } from './block.ts'
import { readState, writeState } from './recurrent-state.ts'
import { type Size } from './size.ts'
import type { GraphTensor } from './tensor.ts'

/** Lightning attention (MiniMax-01): within the micro-batch by scores with a decay, before it by a state. llama.cpp
 * src/models/minimax-01.cpp. */
export function lightningPart(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph, inputs, architecture } = block
  const { heads, headDim: dim } = architecture.attention
  const hidden = architecture.hiddenSize
  // A state of a convolution that the model does not have is read all the same.
  readState(block, architecture.recurrent?.convElements ?? 0)
  const slopes = inputs.other('slopes', () => graph.input([heads]))
  const queryDecay = inputs.other('q decay', () => graph.input([1, heads, tokensPerSequence, sequences]))
  const keyDecay = inputs.other('k decay', () => graph.input([1, heads, tokensPerSequence, sequences]))
  const pairDecay = inputs.other('pair decay', () =>
    graph.input([tokensPerSequence, tokensPerSequence, heads, sequences])
  )
  const cur = graph.reshape(x, [hidden, tokensPerSequence, 1, sequences])
  const all = graph.reshape(graph.map('unary', projected(block, 'attn_qkv', cur)), [
    3 * dim,
    heads,
    tokensPerSequence,
    sequences
  ])
  const third: [Size, Size, Size, Size] = [dim, heads, tokensPerSequence, sequences]
  const [q, k, v] = [graph.view(all, third), graph.view(all, third), graph.view(all, third)]
  const state = readState(block, dim * dim * heads)
  const old = graph.reshape(state.rows, [dim, dim, heads, sequences])
  const exponential = (of: GraphTensor): GraphTensor => graph.map('unary', graph.map('scale', of))
  const fromQuery = exponential(queryDecay)
  const fromKey = exponential(keyDecay)
  const betweenPairs = exponential(pairDecay)
  const before = graph.mulMat(old, graph.permute(graph.mul(q, fromQuery), [0, 2, 1, 3]))
  const scores = graph.mul(
    graph.mulMat(graph.permute(k, [0, 2, 1, 3]), graph.permute(q, [0, 2, 1, 3])),
    betweenPairs
  )
  const columns = graph.contiguous(graph.permute(v, [1, 2, 0, 3]))
  const sum = graph.add(before, graph.mulMat(columns, scores))
  graph.expand(sum)
  const block1 = exponential(graph.map('scale', slopes))
  const kept = graph.mul(old, graph.reshape(block1, [1, 1, heads]))
  const late = graph.contiguous(graph.permute(graph.mul(k, fromKey), [1, 2, 0, 3]))
  const fresh = graph.add(kept, graph.mulMat(late, columns))
  writeState(block, fresh, state.stored)
  const rows = graph.reshape(graph.contiguous(graph.permute(sum, [0, 2, 1, 3])), [
    dim * heads,
    tokensPerSequence,
    1,
    sequences
  ])
  const normal = normed(block, 'attn_norm_2', rows)
  const gate = graph.map('unary', projected(block, 'attn_gate', cur))
  return graph.reshape(projected(block, 'attn_output', graph.mul(gate, normal)), [hidden, tokens])
}
