import { type GraphBlock, has, normed, tokens } from './block.ts'
import { feedForward } from './feed-forward.ts'
import type { Graph } from './graph.ts'
import { copied, mixerOf, shares, streamsOf } from './hyper-connections.ts'
import { mixerPart } from './mixer.ts'
import { mixture } from './mixture.ts'
import type { GraphTensor } from './tensor.ts'

/** The embedding as several equal streams: [hidden, streams, tokens]. */
export const openedUnmixed = (top: GraphBlock, embedded: GraphTensor): GraphTensor =>
  copied(top, embedded, streamsOf(top, 'output_hc_fn'))

/**
 * A block with hyper-connections that do not mix their streams with each other (Hunyuan 4): operation by operation, each
 * stage copied to f32 and back, though it is f32 already. llama.cpp src/models/hy-v4.cpp.
 */
export function unmixedBlock(
  block: GraphBlock,
  stream: GraphTensor,
  widest: number,
  sliding: boolean
): GraphTensor {
  const first = taken(block, stream, 'hc_attn')
  const input = normed(block, 'attn_norm', first.input)
  const attended = mixerPart(block, input, input, widest, sliding)
  if (!attended) throw new Error('a block without a mixer')
  const middle = added(block, attended, stream, first.post)
  const second = taken(block, middle, 'hc_ffn')
  const read = normed(block, 'ffn_norm', second.input)
  const fed = has(block, 'ffn_gate_inp') ? mixture(block, read) : feedForward(block, read)
  return added(block, fed, middle, second.post)
}

/** `build_hc_pre` */
function taken(
  block: GraphBlock,
  streams: GraphTensor,
  name: string
): { readonly input: GraphTensor; readonly post: GraphTensor } {
  const { graph } = block
  const { hidden, count, weight, scale, base } = mixerOf(block, name, 2)
  const mixes = graph.mulMat(weight, graph.map('rms_norm', graph.reshape(streams, [hidden * count, tokens])))
  const pre = shares(graph, mixes, scale, base, count)
  return { input: reduced(graph, streams, pre), post: shares(graph, mixes, scale, base, count) }
}

/** `hy_v4_hc_reduce` */
function reduced(graph: Graph, streams: GraphTensor, weights: GraphTensor): GraphTensor {
  const [hidden, count, rows] = streams.shape
  const wide = graph.cast(streams, 4)
  const part = (): GraphTensor => graph.mul(graph.view(wide, [hidden, rows]), graph.view(weights, [1, rows]))
  return graph.cast(graph.sumOf(part(), count as number, part), 4)
}

/** `build_hc_post` */
function added({ graph }: GraphBlock, x: GraphTensor, streams: GraphTensor, post: GraphTensor): GraphTensor {
  const [hidden, count, rows] = streams.shape
  const [wide, weights, before] = [graph.cast(x, 4), graph.cast(post, 4), graph.cast(streams, 4)]
  const part = (): GraphTensor => {
    const own = graph.mul(wide, graph.view(weights, [1, rows]))
    return graph.reshape(graph.add(graph.view(before, [hidden, rows]), own), [hidden, 1, rows])
  }
  let all = part()
  for (let i = 1; i < (count as number); i++) all = graph.concat(all, part(), 1)
  return graph.cast(all, 4)
}

/** The streams of the tokens that become logits as one. `build_hc_head` */
export function joinedUnmixed(top: GraphBlock, streams: GraphTensor): GraphTensor {
  const { graph, inputs } = top
  const { hidden, count, weight, scale, base } = mixerOf(top, 'output_hc', 1)
  const flat = graph.getRows(graph.reshape(streams, [hidden * count, tokens]), inputs.outputs())
  const picked = graph.reshape(flat, [hidden, count, flat.shape[1]])
  const rows = graph.reshape(picked, flat.shape)
  const mixes = graph.mulMat(weight, graph.map('rms_norm', rows))
  const share = graph.map('scale', graph.map('unary', graph.add(graph.mul(mixes, scale), base)))
  return reduced(graph, picked, share)
}
