import type { Architecture, LayerKind } from '../../model/architecture.ts'
import { keepsCache } from '../../model/architecture.ts'
import { capped } from './attention-core.ts'
import { isWindowed } from './attention.ts'
import { type BlockWeights, type GraphBlock, type GraphFlags, has, normed, tokens } from './block.ts'
import { besideDensePart, expertsBesideDense } from './experts-beside-dense.ts'
import { feedForward } from './feed-forward.ts'
import { gemma3nBlock, merged, spread, streamsOf } from './gemma3n.ts'
import { generalBlock } from './general-block.ts'
import { Graph } from './graph.ts'
import { GraphInputs } from './inputs.ts'
import { mixerPart } from './mixer.ts'
import { mixerOf } from './mixer-shape.ts'
import { mixture } from './mixture.ts'
import { perLayerInputs, scaledLayer, withLayerInput } from './per-layer-inputs.ts'
import type { GraphTensor } from './tensor.ts'
import { traitsOf } from './traits.ts'

/** A layer of the graph, and where it is computed. */
export interface GraphLayer {
  readonly layer: number
  readonly kind: LayerKind
  readonly weights: BlockWeights
  readonly place: number
  readonly expertsPlace: number
  readonly cachePlace: number
  readonly reusesCache: boolean
}

/** What a graph is built from. */
export interface GraphPlan {
  readonly architecture: Architecture
  readonly flags: GraphFlags
  /** All blocks by general rules, for a model whose blocks are unknown. */
  readonly general?: boolean
  readonly layers: readonly GraphLayer[]
  /** Weights outside the stack, by their whole name. */
  readonly outside: BlockWeights
  /** Device of the output layer, and of the input embedding: the host. */
  readonly outputPlace: number
  readonly host: number
}

/** The graph of one micro-batch. llama.cpp src/models/*.cpp, which this follows block by block. */
export function decoderGraph(plan: GraphPlan): Graph {
  const { architecture, flags, layers, outside, outputPlace, host } = plan
  const graph = new Graph()
  const traits = traitsOf(architecture)
  const widest = widestValues(architecture)
  const inputs = new GraphInputs(graph, flags.flashAttention, widest)
  const sliding = layers.some(({ kind }) => isWindowed(kind)) || architecture.attention.window !== undefined
  const shared = { graph, architecture, traits, flags, inputs }

  let stream = embedding(plan, graph, inputs)
  const first = layers[0]?.place ?? host
  const perLayer =
    plan.general === true
      ? null
      : perLayerInputs(graph, outside, { host, first }, architecture.layers, stream)
  const streams = plan.general === true ? 1 : streamsOf(outside)
  const build = plan.general === true ? generalBlock : streams > 1 ? gemma3nBlock : decoderBlock
  if (streams > 1) stream = spread(graph, stream, streams, outputPlace)
  for (const [i, each] of layers.entries()) {
    graph.block = i
    const block: GraphBlock = { ...shared, ...each, perLayer, last: i === layers.length - 1 }
    stream = build(block, stream, widest, sliding)
  }
  graph.block = layers.length
  const top: GraphBlock = {
    ...shared,
    weights: outside,
    layer: -1,
    kind: 'full',
    place: outputPlace,
    expertsPlace: outputPlace,
    cachePlace: outputPlace,
    reusesCache: false,
    last: true
  }
  if (streams > 1) stream = merged(graph, stream, streams, outputPlace)
  const name = ['output_norm', 'token_embd_norm'].find((each) => has(top, each)) ?? 'output_norm'
  const picked = (from: GraphTensor): GraphTensor => {
    from.output = true
    return graph.getRows(from, inputs.outputs())
  }
  let out = normed(top, name, traits.outputRows === 'after-stack' ? picked(stream) : stream)
  if (traits.outputRows === 'after-norm') out = picked(out)
  out.output = true
  const head = graph.weight([architecture.hiddenSize, architecture.vocabSize], outputPlace)
  let logits = graph.mulMat(head, out)
  if (traits.logits === 'capped') logits = capped({ graph }, logits)
  if (traits.logits === 'scaled') logits = graph.map('scale', logits)
  logits.output = true
  graph.expand(logits)
  void host
  return graph
}

/** Token embeddings looked up on the host; embeddings may also be passed in. llama-graph.cpp, `build_inp_embd`. */
function embedding(
  { architecture, outside, host }: GraphPlan,
  graph: Graph,
  inputs: GraphInputs
): GraphTensor {
  const traits = traitsOf(architecture)
  const { hiddenSize, vocabSize } = architecture
  const table = graph.weight([hiddenSize, vocabSize], host)
  let cur = graph.getRows(table, graph.input([tokens]))
  graph.expand(cur)
  graph.expand(graph.input([hiddenSize, tokens]))
  if (traits.scaledEmbedding !== undefined) cur = graph.map('scale', cur)
  if (traits.scaledEmbedding === 'at-once') graph.expand(cur)
  const positions = outside.get('position_embd.weight')
  if (!positions) return cur
  return graph.add(cur, graph.getRows(graph.weight(positions as [number], host), inputs.positions(1)))
}

function decoderBlock(block: GraphBlock, stream: GraphTensor, widest: number, sliding: boolean): GraphTensor {
  const { graph, traits, inputs, last } = block
  const input = normed(block, 'attn_norm', stream)
  if (traits.normFirst === true) graph.expand(input)
  const normsBefore = has(block, 'attn_norm')
  const mixed = mixerPart(block, stream, input, widest, sliding)
  // A block of one part: a mixer, or a feed-forward part (Nemotron-H).
  let cur = mixed ?? feedForwardPart(block, input)
  let residual = traits.normedResidual === true ? input : stream
  // Attention and state together are added before the rows are picked (falcon-h1.cpp).
  if (mixerOf(block) === 'parallel_mamba2') return parallelBlock(block, graph.add(cur, stream))
  let normal = input
  if (last && traits.outputRows === undefined) {
    cur = graph.getRows(cur, inputs.outputs())
    residual = graph.getRows(residual, inputs.outputs())
    if (traits.parallel === true) normal = graph.getRows(normal, inputs.outputs())
  }
  if (traits.parallel === true) {
    const fed = feedForwardPart(block, normal)
    return graph.add(graph.add(fed, residual), cur)
  }
  if (mixed === null || !feeds(block)) return graph.add(cur, residual)
  const between = has(block, 'ffn_norm') || !normsBefore
  const after = between ? 'post_attention_norm' : ''
  cur = normed(block, has(block, 'attn_output_norm') ? 'attn_output_norm' : after, cur)
  if (traits.scaledBranch === true) cur = graph.map('scale', cur)
  if (traits.normedResidual === true) residual = graph.map('scale', residual)
  const left = traits.residualLeft === true
  const middle = left ? graph.add(residual, cur) : graph.add(cur, residual)
  const inner = normed(
    block,
    has(block, 'ffn_norm') ? 'ffn_norm' : normsBefore ? 'post_attention_norm' : '',
    middle
  )
  let fed = expertsBesideDense(block) ? besideDensePart(block, middle) : feedForwardPart(block, inner)
  fed = normed(block, has(block, 'layer_output_norm') ? 'layer_output_norm' : 'post_ffw_norm', fed)
  if (traits.scaledBranch === true) fed = graph.map('scale', fed)
  if (left || traits.residualFirst === true) return graph.add(middle, fed)
  const out = graph.add(fed, traits.normedResidual === true ? graph.map('scale', inner) : middle)
  return scaledLayer(block, withLayerInput(block, out))
}

function feedForwardPart(block: GraphBlock, x: GraphTensor): GraphTensor {
  return has(block, 'ffn_gate_inp') ? mixture(block, x) : feedForward(block, x)
}

/** Whether there is a feed-forward part; a norm for one counts (llama-graph.cpp, `build_ffn` without weights). */
const feeds = (block: GraphBlock): boolean =>
  ['ffn_up', 'ffn_gate_inp', 'ffn_norm'].some((name) => has(block, name))

function parallelBlock(block: GraphBlock, sum: GraphTensor): GraphTensor {
  const middle = block.last ? block.graph.getRows(sum, block.inputs.outputs()) : sum
  return block.graph.add(feedForwardPart(block, normed(block, 'ffn_norm', middle)), middle)
}

/** Elements of one token's values in the widest layer. llama-hparams.cpp, `n_embd_v_gqa_max`. */
function widestValues({ attention, layerPattern }: Architecture): number {
  const kinds = (layerPattern ?? ['full']).filter(keepsCache)
  const widths = kinds.map((kind) => {
    const override = attention.overrides?.[kind]
    const heads = override?.kvHeads ?? attention.kvHeads
    return heads * (override?.headDim ?? attention.valueHeadDim ?? attention.headDim)
  })
  return Math.max(0, ...widths)
}
