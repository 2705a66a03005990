import { attentionPart, headShape } from './attention.ts'
import { type BlockWeights, type GraphBlock, normed, projected, tokens, weightOf } from './block.ts'
import type { Graph } from './graph.ts'
import { layerInputPart } from './per-layer-inputs.ts'
import type { GraphTensor } from './tensor.ts'

/** Blocks whose gate keeps its largest values only (`n_layer_sparsity`, llama.cpp src/models/models.h). */
export const sparseLayers = 10

const slice = (graph: Graph, x: GraphTensor): GraphTensor => graph.view(x, [x.shape[0], x.shape[1]], true)

const magnitude = (graph: Graph, x: GraphTensor): GraphTensor =>
  graph.map('sqrt', graph.sumRows(graph.map('sqr', x)))

/** Of `x`, with the magnitude of `like`. */
const asLongAs = (graph: Graph, x: GraphTensor, like: GraphTensor): GraphTensor => {
  const own = magnitude(graph, x)
  return graph.binary('div', graph.mul(x, like), own)
}

/** Number of parallel streams (AltUp); 1 where the model has one as usual. */
export const streamsOf = (outside: BlockWeights): number => (outside.get('altup_proj.weight')?.[2] ?? 0) + 1

/** The embedding as the first of several streams: [hidden, tokens, streams]. gemma3n.cpp, `graph`. */
export function spread(graph: Graph, x: GraphTensor, streams: number, outputPlace: number): GraphTensor {
  const [hidden] = x.shape
  const target = magnitude(graph, x)
  const copies = graph.repeat(x, [hidden, tokens, streams - 1])
  const added = graph.mulMat(graph.weight([hidden, hidden, streams - 1], outputPlace), copies)
  return graph.concat(x, asLongAs(graph, added, target), 2)
}

/** The mean of all streams: [hidden, tokens]. */
export function merged(graph: Graph, x: GraphTensor, streams: number, outputPlace: number): GraphTensor {
  const [hidden] = x.shape
  const target = magnitude(graph, slice(graph, x))
  const others = graph.view(x, [hidden, tokens, streams - 1], true)
  const projections = graph.mulMat(graph.weight([hidden, hidden, streams - 1], outputPlace), others)
  const even = asLongAs(graph, projections, target)
  return graph.map(
    'scale',
    graph.sumOf(slice(graph, x), streams, () => slice(graph, even))
  )
}

/**
 * A block of Gemma 3n: every stream is predicted, one of them goes through attention and the feed-forward part, and
 * what it has learned corrects all of them. llama.cpp src/models/gemma3n.cpp.
 */
export function gemma3nBlock(
  block: GraphBlock,
  x: GraphTensor,
  widest: number,
  sliding: boolean
): GraphTensor {
  const { graph, perLayer } = block
  const [hidden, , streams] = x.shape
  const predictions = predicted(block, x)
  const active = slice(graph, predictions)
  const input = normed(block, 'attn_norm', active)
  const laurel = laurelPart(block, input)
  const attended = attentionPart(block, input, headShape(block, widest), sliding)
  const sum = graph.add(normed(block, 'post_attention_norm', attended), active)
  const middle = graph.map('scale', graph.add(sum, laurel))
  const fed = normed(block, 'post_ffw_norm', sparseFeedForward(block, normed(block, 'ffn_norm', middle)))
  const correct = corrected(block, predictions, graph.add(fed, middle))
  if (!perLayer) return correct
  const first = graph.mul(slice(graph, correct), weightOf(block, 'altup_correct_scale') ?? input)
  const addition = layerInputPart(block, first, perLayer)
  const rest = graph.view(correct, [hidden, tokens, (streams as number) - 1], true)
  return graph.concat(slice(graph, correct), graph.add(rest, addition), 2)
}

/** `altup_compute_router_modalities`: [streams, tokens]. */
function modalities(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph } = block
  const scaled = graph.map('scale', normed(block, 'altup_router_norm', x))
  return graph.map('unary', projected(block, 'altup_router', scaled))
}

/** `altup_predict` */
function predicted(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph } = block
  const streams = x.shape[2]
  const all = projected(block, 'altup_predict_coef', modalities(block, slice(graph, x)))
  const coefficients = graph.reshape(all, [streams, streams, tokens])
  const across = graph.contiguous(graph.permute(x, [1, 2, 0, 3]))
  const mixed = graph.mulMat(across, coefficients)
  return graph.add(graph.contiguous(graph.permute(mixed, [0, 2, 1, 3])), x)
}

/** `altup_correct` */
function corrected(block: GraphBlock, predictions: GraphTensor, activated: GraphTensor): GraphTensor {
  const { graph } = block
  const streams = predictions.shape[2]
  const router = modalities(block, activated)
  const innovation = graph.binary('sub', activated, slice(graph, predictions))
  const coefficients = graph.map('scale', projected(block, 'altup_correct_coef', router))
  const columns = graph.contiguous(graph.transpose(coefficients), [1, tokens, streams])
  const spreadOut = graph.repeat(innovation, [activated.shape[0], tokens, streams])
  return graph.add(graph.mul(spreadOut, columns), predictions)
}

/** Learned augmented residual layer. */
function laurelPart(block: GraphBlock, x: GraphTensor): GraphTensor {
  const narrow = projected(block, 'laurel_l', x)
  return block.graph.add(normed(block, 'laurel_post_norm', projected(block, 'laurel_r', narrow)), x)
}

function sparseFeedForward(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph, layer } = block
  const up = projected(block, 'ffn_up', x)
  let gate = projected(block, 'ffn_gate', x)
  if (layer < sparseLayers) gate = largest(graph, gate)
  return projected(block, 'ffn_down', graph.mul(up, graph.map('unary', gate)))
}

/** `gaussian_topk`: what is above the mean by some deviations. */
function largest(graph: Graph, x: GraphTensor): GraphTensor {
  const mean = graph.custom('mean', [1, tokens], x)
  const squares = graph.sumRows(graph.map('sqr', graph.binary('sub', x, mean)))
  const deviation = graph.map('sqrt', graph.map('scale', squares))
  const cutoff = graph.add(mean, graph.map('scale', deviation))
  return graph.map('unary', graph.binary('sub', x, cutoff))
}
