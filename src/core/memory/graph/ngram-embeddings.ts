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
import { widthOf } from './mixer-shape.ts'
import { readState, writeState } from './recurrent-state.ts'
import { times } from './size.ts'
import type { GraphTensor } from './tensor.ts'

/** Tokens of the longest n-gram where the file does not say (`ple.ngram_size` of Qwen3.8 Flash Next). */
const usualLength = 3

const table = 'per_layer_token_embd.weight'

/**
 * Rows of a hash table for the n-grams that end in each token: [hidden, tokens]; null where the model has none. Looked
 * up on the host. llama.cpp src/models/qwen4exp.cpp, `build_inp_ple`.
 */
export function ngramEmbeddings({
  graph,
  inputs,
  weights,
  architecture,
  host
}: GraphBlock): GraphTensor | null {
  const shape = weights.get(table)
  if (!shape || host === undefined) return null
  return inputs.other('n-grams', () => {
    const heads = architecture.hiddenSize / shape[0]
    const rows = graph.getRows(graph.weight(shape as [number], host), graph.input([times(tokens, heads)]))
    const all = graph.reshape(rows, [architecture.hiddenSize, tokens])
    graph.expand(all)
    return all
  })
}

/** What the n-grams add to all streams in the one block that reads them. `build_ple` */
export function withNgrams(block: GraphBlock, streams: GraphTensor): GraphTensor {
  if (!has(block, 'ple_key')) return streams
  const { graph, inputs } = block
  const [hidden, count] = streams.shape
  const embedded = inputs.other('n-grams', () => {
    throw new Error('n-grams without a table')
  })
  const apart = (x: GraphTensor): GraphTensor => graph.reshape(x, [hidden, count, tokens])
  const key = normed(block, 'ple_norm_key', apart(projected(block, 'ple_key', embedded)))
  const query = normed(block, 'ple_norm_query', apart(streams))
  const match = graph.map('scale', graph.sumRows(graph.mul(key, query)))
  const sign = graph.map('unary', match)
  const size = graph.map('sqrt', graph.map('clamp', graph.map('unary', match)))
  const gate = graph.map('unary', graph.mul(sign, size))
  const value = graph.reshape(projected(block, 'ple_value', embedded), [hidden, 1, tokens])
  const gated = graph.mul(graph.repeat(value, [hidden, count, tokens]), gate)
  const flat = graph.reshape(gated, [times(hidden, count), tokens])
  const convolved = convolution(block, normed(block, 'ple_norm_conv', apart(flat)))
  return graph.add(streams, graph.add(gated, apart(convolved)))
}

/** A causal convolution over every third token, as a sum of shifted copies. */
function convolution(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph, architecture, layer } = block
  const channels = times(x.shape[0], x.shape[1])
  const kernel = widthOf(block, 'ple_conv1d', 0)
  const stated = architecture.layerCaches?.[layer]?.state.at(-1)
  const before = stated === undefined ? (kernel - 1) * usualLength : stated / (channels as number)
  const { stored, rows } = readState(block, times(before, channels))
  const fresh = graph.reshape(graph.reshape(x, [channels, tokens]), [channels, tokensPerSequence, sequences])
  const all = graph.concat(graph.reshape(rows, [before, channels, sequences]), graph.transpose(fresh))
  writeState(block, graph.contiguous(graph.view(all, [before, channels, sequences])), stored)
  const weight = weightOf(block, 'ple_conv1d')
  if (!weight) throw new Error('n-grams without ple_conv1d')
  const shifted = (): GraphTensor => {
    const part = graph.view(all, [tokensPerSequence, channels, sequences])
    const column = graph.reshape(graph.contiguous(graph.view(weight, [1, channels])), [channels])
    return graph.mul(graph.contiguous(graph.transpose(part)), column)
  }
  return graph.contiguous(graph.map('unary', graph.sumOf(shifted(), kernel, shifted)))
}
