import { type GraphBlock, normed, projected, tokens } from './block.ts'
import { copied, streamsOf } from './hyper-connections.ts'
import { mixerPart } from './mixer.ts'
import { mixture } from './mixture.ts'
import { ngramEmbeddings, withNgrams } from './ngram-embeddings.ts'
import { times } from './size.ts'
import type { GraphTensor } from './tensor.ts'

/** Several residual streams, gated by what they hold together and averaged; how a result is spread over them again. */
interface Mixed {
  readonly input: GraphTensor
  readonly inject: GraphTensor
}

/** The embedding as several equal streams: [hidden, streams, tokens]. llama.cpp src/models/qwen4exp.cpp, `graph`. */
export function opened(top: GraphBlock, embedded: GraphTensor): GraphTensor {
  ngramEmbeddings(top)
  return copied(top, embedded, streamsOf(top, 'output_hc_down'))
}

/**
 * A block with gated hyper-connections: no norms of its own, attention or a delta net and a mixture of experts, each
 * between two mixers. The fused operations, which CUDA and the CPU have. llama.cpp src/models/qwen4exp.cpp.
 */
export function gatedBlock(
  block: GraphBlock,
  stream: GraphTensor,
  widest: number,
  sliding: boolean
): GraphTensor {
  const { graph, inputs, last } = block
  let streams = withNgrams(block, stream)
  const first = mixed(block, streams, 'hc_attn')
  graph.expand(first.input)
  let cur = mixerPart(block, first.input, first.input, widest, sliding)
  if (!cur) throw new Error('a block without a mixer')
  let { inject } = first
  if (last) {
    const picked = (x: GraphTensor): GraphTensor => graph.getRows(x, inputs.outputs())
    const [hidden, count] = streams.shape
    cur = picked(cur)
    inject = picked(inject)
    const rows = picked(graph.reshape(streams, [times(hidden, count), tokens]))
    streams = graph.reshape(rows, [hidden, count, rows.shape[1]])
  }
  streams = spread(block, cur, streams, inject)
  const second = mixed(block, streams, 'hc_ffn')
  return spread(block, mixture(block, second.input), streams, second.inject)
}

/** `build_hc_mix` */
function mixed(block: GraphBlock, streams: GraphTensor, name: string): Mixed {
  const { graph } = block
  const { flat, gate } = gated(block, streams, name)
  const input = graph.custom(
    'hc_pre_gated',
    [streams.shape[0], streams.shape[2]],
    graph.reshape(flat, streams.shape),
    graph.reshape(gate, streams.shape)
  )
  return { input, inject: projected(block, `${name}_inject`, flat) }
}

/** All streams normed and side by side, and the gate of every element. */
function gated(
  block: GraphBlock,
  streams: GraphTensor,
  name: string
): { readonly flat: GraphTensor; readonly gate: GraphTensor } {
  const { graph } = block
  const [hidden, count, rows] = streams.shape
  const flat = graph.reshape(normed(block, `${name}_norm`, streams), [times(hidden, count), rows])
  const low = graph.map('unary', graph.map('scale', projected(block, `${name}_down`, flat)))
  return { flat, gate: projected(block, `${name}_up`, low) }
}

/** `build_hc_combine` */
function spread(
  { graph }: GraphBlock,
  x: GraphTensor,
  streams: GraphTensor,
  inject: GraphTensor
): GraphTensor {
  const weights = graph.map('scale', graph.map('unary', graph.map('scale', inject)))
  return graph.custom('hc_post', streams.shape, x, streams, weights)
}

/** The mean of all streams, which is the norm of the output too: [hidden, tokens]. The same, not fused. */
export function averaged(top: GraphBlock, streams: GraphTensor): GraphTensor {
  const { graph } = top
  const [hidden, count, rows] = streams.shape
  const { flat, gate } = gated(top, streams, 'output_hc')
  const all = graph.reshape(graph.mul(flat, graph.map('unary', gate)), streams.shape)
  const part = (): GraphTensor => graph.view(all, [hidden, rows])
  return graph.map('scale', graph.sumOf(graph.contiguous(part()), count as number, part))
}
