import type { Architecture, LayerKind } from '../../model/architecture.ts'
import { hasExperts, keepsCache } from '../../model/architecture.ts'
import { capped } from './attention-core.ts'
import { attentionPart, headShape, isWindowed } from './attention.ts'
import { type BlockWeights, type GraphBlock, type GraphFlags, has, normed, tokens } from './block.ts'
import { shortConvolutionPart } from './convolution.ts'
import { deltaNetPart, kimiDeltaPart } from './delta-net.ts'
import { feedForward } from './feed-forward.ts'
import { Graph } from './graph.ts'
import { GraphInputs } from './inputs.ts'
import { latentAttentionPart } from './latent-attention.ts'
import { lightningPart } from './lightning.ts'
import { mamba1Part, mamba2Part } from './mamba.ts'
import { mixture } from './mixture.ts'
import type { GraphTensor } from './tensor.ts'
import { traitsOf } from './traits.ts'

/** A layer of the graph, and where it is computed. */
export interface GraphLayer {
  readonly layer: number
  readonly kind: LayerKind
  readonly weights: BlockWeights
  readonly place: number
  readonly expertsPlace: number
}

/** What a graph is built from. */
export interface GraphPlan {
  readonly architecture: Architecture
  readonly flags: GraphFlags
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
  for (const [i, each] of layers.entries()) {
    graph.block = i
    const block: GraphBlock = { ...shared, ...each, last: i === layers.length - 1 }
    stream = decoderBlock(block, stream, widest, sliding)
  }
  graph.block = layers.length
  const top: GraphBlock = {
    ...shared,
    weights: outside,
    layer: -1,
    kind: 'full',
    place: outputPlace,
    expertsPlace: outputPlace,
    last: true
  }
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
function embedding({ architecture, outside, host }: GraphPlan, graph: Graph, inputs: GraphInputs): GraphTensor {
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
  if (block.architecture.recurrent?.type === 'gated_delta_net') graph.expand(input)
  const normsBefore = has(block, 'attn_norm')
  let cur = mixer(block, input, widest, sliding)
  let residual = traits.normedResidual === true ? input : stream
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
  if (block.architecture.details?.singleBlock === true) return graph.add(cur, residual)
  const between = has(block, 'ffn_norm') || !normsBefore
  const after = between ? 'post_attention_norm' : ''
  cur = normed(block, has(block, 'attn_output_norm') ? 'attn_output_norm' : after, cur)
  if (traits.scaledBranch === true) cur = graph.map('scale', cur)
  if (traits.normedResidual === true) residual = graph.map('scale', residual)
  const middle = graph.add(cur, residual)
  const inner = normed(block, has(block, 'ffn_norm') ? 'ffn_norm' : normsBefore ? 'post_attention_norm' : '', middle)
  let fed = feedForwardPart(block, inner)
  fed = normed(block, has(block, 'layer_output_norm') ? 'layer_output_norm' : 'post_ffw_norm', fed)
  if (traits.scaledBranch === true) fed = graph.map('scale', fed)
  if (traits.residualFirst === true) return graph.add(middle, fed)
  return graph.add(fed, traits.normedResidual === true ? graph.map('scale', inner) : middle)
}

function feedForwardPart(block: GraphBlock, x: GraphTensor): GraphTensor {
  return hasExperts(block.architecture, block.layer) ? mixture(block, x) : feedForward(block, x)
}

function mixer(block: GraphBlock, x: GraphTensor, widest: number, sliding: boolean): GraphTensor {
  const { architecture, kind, graph } = block
  const { latent } = architecture.attention
  const recurrent = architecture.recurrent
  if (keepsCache(kind) && kind !== 'parallel_mamba2')
    return latent
      ? latentAttentionPart(block, x, latent)
      : attentionPart(block, x, headShape(block, widest), sliding)
  if (kind === 'mlp') return feedForward(block, x)
  if (kind === 'moe') return mixture(block, x)
  if (!recurrent) throw new Error(`${kind} layers need the facts of their state`)
  switch (kind) {
    case 'gated_delta_net':
      return deltaNetPart(block, x, recurrent)
    case 'kda':
      return kimiDeltaPart(block, x, recurrent)
    case 'lightning':
      return lightningPart(block, x, recurrent)
    case 'mamba1':
      return mamba1Part(block, x, recurrent)
    case 'parallel_mamba2': {
      const state = mamba2Part(block, x, recurrent)
      return graph.add(attentionPart(block, x, headShape(block, widest), sliding), state)
    }
    case 'shortconv':
      return shortConvolutionPart(block, x, recurrent)
    default:
      return mamba2Part(block, x, recurrent)
  }
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
