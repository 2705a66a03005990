import { type GraphBlock, normed, tokens, weightOf } from './block.ts'
import { compressedAttentionPart, seenFirst } from './compressed-attention.ts'
import type { Graph } from './graph.ts'
import { mixture } from './mixture.ts'
import type { GraphTensor } from './tensor.ts'

/** Several residual streams mixed into one: what a part of the block reads, and how its result is spread over them. */
interface Mixed {
  readonly input: GraphTensor
  readonly post: GraphTensor
  readonly comb: GraphTensor
}

/** The embedding as `streams` equal copies: [hidden, streams, tokens]. llama.cpp src/models/deepseek4.cpp, `graph`. */
export function copied({ graph }: GraphBlock, embedded: GraphTensor, streams: number): GraphTensor {
  const [hidden] = embedded.shape
  return graph.repeat(graph.reshape(embedded, [hidden, 1, tokens]), [hidden, streams, tokens])
}

/** The same, after what every block's attention sees was put into the order of computation. */
export function opened(top: GraphBlock, embedded: GraphTensor): GraphTensor {
  top.graph.expand(seenFirst(top))
  return copied(top, embedded, streamsOf(top, 'output_hc_fn'))
}

/** Streams by the weight that mixes them: its rows are as long as all of them. */
export const streamsOf = (block: GraphBlock, name: string): number =>
  (block.weights.get(`${name}.weight`)?.[0] ?? 0) / block.architecture.hiddenSize

/**
 * A block with hyper-connections: attention and mixture of experts read a mix of all streams, and what they give is
 * spread over all of them. The fused operations, which CUDA and the CPU have. llama.cpp src/models/deepseek4.cpp.
 */
export function hyperBlock(block: GraphBlock, streams: GraphTensor): GraphTensor {
  const { graph } = block
  const first = mixed(block, streams, 'hc_attn')
  const attended = compressedAttentionPart(block, normed(block, 'attn_norm', first.input))
  const middle = spread(block, attended, streams, first)
  const second = mixed(block, middle, 'hc_ffn')
  for (const each of [middle, second.post, second.comb]) graph.expand(each)
  return spread(block, mixture(block, normed(block, 'ffn_norm', second.input)), middle, second)
}

/** `build_hc_pre` */
function mixed(block: GraphBlock, streams: GraphTensor, name: string): Mixed {
  const { graph } = block
  const { hidden, count, weight, scale, base } = mixerOf(block, name, 2 + streamsOf(block, `${name}_fn`))
  const mixes = graph.mulMat(weight, graph.map('rms_norm', graph.reshape(streams, [hidden * count, tokens])))
  const pre = shares(graph, mixes, scale, base, count)
  return {
    input: graph.custom('hc_pre', [hidden, tokens], streams, pre),
    post: shares(graph, mixes, scale, base, count),
    comb: graph.custom('hc_comb', [count, count, tokens], mixes, scale, base)
  }
}

/** `build_hc_post` */
const spread = (
  { graph }: GraphBlock,
  x: GraphTensor,
  streams: GraphTensor,
  { post, comb }: Mixed
): GraphTensor => graph.custom('hc_post', streams.shape, x, streams, post, comb)

/** The streams of the tokens that become logits as one: [hidden, tokens]. `build_hc_head`, not fused. */
export function joined(top: GraphBlock, streams: GraphTensor): GraphTensor {
  const { graph, inputs } = top
  const { hidden, count, weight, scale, base } = mixerOf(top, 'output_hc', 1)
  const flat = graph.getRows(graph.reshape(streams, [hidden * count, tokens]), inputs.outputs())
  const outputs = flat.shape[1]
  const picked = graph.reshape(flat, [hidden, count, outputs])
  const mixes = graph.mulMat(weight, graph.map('rms_norm', graph.reshape(picked, [hidden * count, outputs])))
  const share = graph.map('scale', graph.map('unary', graph.add(graph.mul(mixes, scale), base)))
  const part = (): GraphTensor =>
    graph.mul(graph.view(picked, [hidden, outputs]), graph.view(share, [1, outputs]))
  return graph.sumOf(part(), count, part)
}

interface Mixer {
  readonly hidden: number
  /** Streams. */
  readonly count: number
  readonly weight: GraphTensor
  readonly scale: GraphTensor
  readonly base: GraphTensor
}

/** The weights of a mixer that gives `perStream` numbers for every stream. */
export function mixerOf(block: GraphBlock, name: string, perStream: number): Mixer {
  const weight = weightOf(block, `${name}_fn`)
  const scale = weightOf(block, `${name}_scale`)
  const base = weightOf(block, `${name}_base`)
  const count = streamsOf(block, `${name}_fn`)
  if (!weight || !scale || !base || weight.shape[1] !== perStream * count)
    throw new Error(`the mixer ${name} of hyper-connections is of another kind`)
  return { hidden: block.architecture.hiddenSize, count, weight, scale, base }
}

/** A number between nothing and all for every stream, from its part of the mixes: [streams, tokens]. */
export function shares(
  graph: Graph,
  mixes: GraphTensor,
  scale: GraphTensor,
  base: GraphTensor,
  count: number
): GraphTensor {
  const part = graph.mul(graph.view(mixes, [count, tokens]), graph.view(scale, [1]))
  return graph.map('scale', graph.map('unary', graph.add(part, graph.view(base, [count]))))
}
