import { type BlockWeights, type GraphBlock, has, normed, projected, tokens } from './block.ts'
import type { Graph } from './graph.ts'
import type { GraphTensor } from './tensor.ts'

/** Devices of the lookup table (the host) and of what else belongs to the inputs (the first block's). */
interface Places {
  readonly host: number
  readonly first: number
}

/**
 * An input of its own for every block: a lookup by token, and a projection of the embedding: [width, tokens, layers].
 * Null where the model has none. llama.cpp src/models/gemma4.cpp and gemma3n.cpp, `build_inp_per_layer` and
 * `project_per_layer_inputs`.
 */
export function perLayerInputs(
  graph: Graph,
  outside: BlockWeights,
  { host, first }: Places,
  layers: number,
  embedded: GraphTensor
): GraphTensor | null {
  const table = outside.get('per_layer_token_embd.weight')
  // A table alone is one of n-grams (Qwen 4).
  if (!table || !outside.has('per_layer_model_proj.weight')) return null
  const width = table[0] / layers
  const looked = graph.getRows(graph.weight(table as [number], host), graph.input([tokens]))
  const own = graph.map('scale', graph.reshape(looked, [width, layers, tokens]))
  graph.expand(own)
  const matrix = graph.weight([embedded.shape[0], table[0]], first)
  const wide = graph.map('scale', graph.mulMat(matrix, embedded))
  const norm = graph.map('rms_norm', graph.reshape(wide, [width, layers, tokens]))
  const both = graph.add(graph.mul(norm, graph.weight([width], first)), own)
  return graph.contiguous(graph.permute(graph.map('scale', both), [0, 2, 1, 3]))
}

/** The part of the per-layer inputs that belongs to one block: [width, tokens]. */
export function inputOfLayer({ graph }: GraphBlock, all: GraphTensor): GraphTensor {
  return graph.view(all, [all.shape[0], tokens], true)
}

/** What the block's own input adds at its end: gemma4.cpp, from `per_layer_inp_gate` on. */
export function withLayerInput(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph, perLayer } = block
  if (!perLayer) return x
  return graph.add(x, layerInputPart(block, x, perLayer))
}

/** [hidden, tokens]: a gate from `x` on the block's own input, projected back and normed. */
export function layerInputPart(block: GraphBlock, x: GraphTensor, all: GraphTensor): GraphTensor {
  const { graph, inputs, last, traits } = block
  const gate = graph.map('unary', projected(block, 'inp_gate', x))
  const picked = last && traits.outputRows === undefined
  const own = inputOfLayer(block, all)
  const gated = graph.mul(gate, picked ? graph.getRows(own, inputs.outputs()) : own)
  return normed(block, 'post_norm', projected(block, 'proj', gated))
}

/** A learned scale of the whole block (Gemma 4), or of the embedding that it adds (Talkie). */
export function scaledLayer(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph, inputs, place, traits, last } = block
  if (!has(block, 'layer_output_scale')) return x
  const scale = graph.weight([1], place)
  if (traits.addsEmbedding !== true) return graph.mul(x, scale)
  const embedded = inputs.other('embedding', () => {
    throw new Error('the embedding is not known')
  })
  return graph.add(x, graph.mul(last ? graph.getRows(embedded, inputs.outputs()) : embedded, scale))
}
