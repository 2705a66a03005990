import type { Architecture, LayerKind } from '../../model/architecture.ts'
import { keepsCache } from '../../model/architecture.ts'
import { capped } from './attention-core.ts'
import { isWindowed } from './attention.ts'
import {
  type BlockWeights,
  type GraphBlock,
  type GraphFlags,
  has,
  hasNorm,
  normed,
  project,
  tokens,
  weightOf
} from './block.ts'
import { besideDensePart, expertsBesideDense } from './experts-beside-dense.ts'
import { feedForward } from './feed-forward.ts'
import { generalBlock } from './general-block.ts'
import { Graph } from './graph.ts'
import { GraphInputs } from './inputs.ts'
import { mixerPart } from './mixer.ts'
import { mixerOf } from './mixer-shape.ts'
import { mixture } from './mixture.ts'
import { perLayerInputs, scaledLayer, withLayerInput } from './per-layer-inputs.ts'
import type { Repeat } from './repeats.ts'
import { residualOf } from './residual.ts'
import { type Size, sizeOf } from './size.ts'
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
  /** Built blocks that stand for several in everything but their constants. */
  readonly omitted?: readonly Repeat[]
  /** Weights outside the stack, by their whole name. */
  readonly outside: BlockWeights
  /** Device of the output layer, and of the input embedding: the host. */
  readonly outputPlace: number
  readonly host: number
}

/**
 * The graph of one micro-batch. llama.cpp src/models/*.cpp, which this follows block by block. Throws where a model has
 * parts that are not followed here: a graph without them would have too few bytes.
 */
export function decoderGraph(plan: GraphPlan): Graph {
  const { architecture, layers, outside, outputPlace, host } = plan
  const graph = new Graph(cacheWidth(plan.flags))
  const traits = traitsOf(architecture)
  const flags = traits.noFlashAttention === true ? { ...plan.flags, flashAttention: false } : plan.flags
  const widest = widestValues(architecture)
  const inputs = new GraphInputs(graph, flags.flashAttention, widest)
  const sliding = layers.some(({ kind }) => isWindowed(kind)) || architecture.attention.window !== undefined
  const shared = { graph, architecture, traits, flags, inputs }

  const top: GraphBlock = {
    ...shared,
    weights: outside,
    layer: -1,
    kind: 'full',
    place: outputPlace,
    expertsPlace: outputPlace,
    cachePlace: outputPlace,
    reusesCache: false,
    last: true,
    host
  }
  let stream = embedding(plan, top)
  const general = plan.general === true
  const first = layers[0]?.place ?? host
  const perLayer = general
    ? null
    : perLayerInputs(graph, outside, { host, first }, architecture.layers, stream)
  const residual = general ? null : residualOf(outside, layers)
  const build = general ? generalBlock : (residual?.block ?? decoderBlock)
  if (residual) stream = residual.open(top, stream)
  for (const [i, each] of layers.entries()) {
    for (const repeat of plan.omitted ?? []) if (repeat.to === i) constantsOf(graph, repeat, layers)
    graph.block = i
    const { weights, layer, kind, place, expertsPlace, cachePlace, reusesCache } = each
    const last = i === layers.length - 1
    // Written out: thousands are made, and spreading costs more than the block itself.
    const block: GraphBlock = {
      graph,
      architecture,
      traits,
      flags,
      inputs,
      weights,
      layer,
      kind,
      place,
      expertsPlace,
      cachePlace,
      reusesCache,
      last,
      perLayer
    }
    stream = build(block, stream, widest, sliding)
  }
  graph.block = layers.length
  if (residual) stream = residual.close(top, stream)
  const name = ['output_norm', 'token_embd_norm'].find((each) => hasNorm(top, each)) ?? 'output_norm'
  const picked = (from: GraphTensor): GraphTensor => {
    from.output = true
    return graph.getRows(from, inputs.outputs())
  }
  let out = normed(top, name, traits.outputRows === 'after-stack' ? picked(stream) : stream)
  if (traits.outputRows === 'after-norm') out = picked(out)
  out.output = true
  if (traits.logits === 'scaled-before') out = graph.map('scale', out)
  const head = graph.weight(
    [architecture.hiddenSize, architecture.vocabSize],
    traits.embeddingIsHead === true ? host : outputPlace
  )
  let logits = graph.mulMat(head, out)
  const bias = weightOf(top, 'output.bias')
  if (bias) logits = graph.add(logits, bias)
  if (traits.logits === 'scaled' || traits.logits === 'scaled-and-capped') logits = graph.map('scale', logits)
  if (traits.logits?.endsWith('capped')) logits = capped({ graph }, logits)
  logits.output = true
  graph.expand(logits)
  return graph
}

/**
 * The constants of the periods that a repeated one stands for. Like all constants they lie in the buffer from the start;
 * those of the engine are given back block by block, these together when their blocks are passed.
 */
function constantsOf(graph: Graph, { from, to, times }: Repeat, layers: readonly GraphLayer[]): void {
  const own = graph.constants.filter(({ block }) => block >= from && block < to)
  for (let block = from; block < to; block++) {
    const place = layers[block]?.place
    const more = own
      .filter((each) => each.block === block)
      .flatMap(({ shape, width }) =>
        Array.from({ length: times - 1 }, () => graph.placed(graph.constant(shape, width), place))
      )
    if (more.length > 0) graph.expand(graph.placed(graph.custom('release', [0], ...more), place))
  }
}

/** Bytes of one element of the cache, which matter where parts of it are copied; quantised ones are told later. */
const cacheWidth = ({ quantisedCache, wideCache }: GraphFlags): Size =>
  quantisedCache ? sizeOf('cacheWidth') : wideCache ? 4 : 2

/** Token embeddings looked up on the host; embeddings may also be passed in. llama-graph.cpp, `build_inp_embd`. */
function embedding({ layers, outside, host, outputPlace }: GraphPlan, top: GraphBlock): GraphTensor {
  const { architecture, graph, inputs, traits } = top
  const { hiddenSize, vocabSize } = architecture
  // Without a table of its own the output layer's is read, where that lies (CodeShell).
  const table = graph.weight([hiddenSize, vocabSize], outside.has('token_embd.weight') ? host : outputPlace)
  let cur = graph.getRows(table, inputs.tokenIds())
  graph.expand(cur)
  graph.expand(graph.input([hiddenSize, tokens]))
  if (traits.scaledEmbedding !== undefined) cur = graph.map('scale', cur)
  if (traits.scaledEmbedding === 'at-once') graph.expand(cur)
  if (traits.plainEmbeddingNorm === true) cur = graph.map('rms_norm', cur)
  if (traits.addsEmbedding === true) inputs.other('embedding', () => cur)
  // Alone, it is the norm after the stack (LFM2).
  if (has(top, 'output_norm'))
    cur = normed({ ...top, place: layers[0]?.place ?? host }, 'token_embd_norm', cur)
  const positions = outside.get('position_embd.weight')
  if (!positions) return cur
  return graph.add(cur, graph.getRows(graph.weight(positions as [number], host), inputs.positions(1)))
}

function decoderBlock(block: GraphBlock, stream: GraphTensor, widest: number, sliding: boolean): GraphTensor {
  const { graph, traits, inputs, last } = block
  let routerLogits =
    traits.earlyRouter === true ? (project(block, 'ffn_gate_inp', stream) ?? undefined) : undefined
  const input = normed(block, 'attn_norm', stream)
  if (traits.normFirst === true) graph.expand(input)
  const normsBefore = hasNorm(block, 'attn_norm')
  const read = traits.parallel && has(block, 'attn_norm_2') ? normed(block, 'attn_norm_2', stream) : input
  const mixed = mixerPart(block, stream, read, widest, sliding)
  // A block of one part: a mixer, or a feed-forward part (Nemotron-H).
  let cur = mixed ?? feedForwardPart(block, input)
  if (traits.pickedAfterNorm === true) cur = normed(block, 'post_attention_norm', cur)
  let residual = traits.normedResidual === true ? input : stream
  // Attention and state together are added before the rows are picked (falcon-h1.cpp).
  if (mixerOf(block) === 'parallel_mamba2') return parallelBlock(block, graph.add(cur, stream))
  let beside = input
  if (last && traits.outputRows === undefined) {
    cur = graph.getRows(cur, inputs.outputs())
    residual = graph.getRows(residual, inputs.outputs())
    beside = graph.getRows(beside, inputs.outputs())
    routerLogits &&= graph.getRows(routerLogits, inputs.outputs())
  }
  if (traits.parallel !== undefined) {
    const fed = feedForwardPart(block, has(block, 'ffn_norm') ? normed(block, 'ffn_norm', residual) : beside)
    if (traits.parallel === 'residual-to-fed') return graph.add(graph.add(fed, residual), cur)
    return graph.add(
      traits.parallel === 'fed-to-attention' ? graph.add(cur, fed) : graph.add(fed, cur),
      residual
    )
  }
  if (mixed === null || !feeds(block)) return graph.add(cur, residual)
  const norms = normNames(block, normsBefore)
  if (traits.pickedAfterNorm !== true) cur = normed(block, norms.attention, cur)
  if (traits.scaledBranch === true) cur = graph.map('scale', cur)
  if (traits.normedResidual === true) residual = graph.map('scale', residual)
  const left = traits.residualLeft === true
  const middle =
    left || traits.attentionOntoResidual === true ? graph.add(residual, cur) : graph.add(cur, residual)
  const inner = norms.fed === '' && normsBefore ? beside : normed(block, norms.fed, middle)
  // Dense part and experts side by side, the experts fed with the block's input: llama.cpp src/models/arctic.cpp.
  if (has(block, 'ffn_norm_exps')) {
    const dense = graph.add(feedForward(block, inner), middle)
    return graph.add(mixture(block, normed(block, 'ffn_norm_exps', residual)), dense)
  }
  let fed = expertsBesideDense(block)
    ? besideDensePart(block, middle)
    : feedForwardPart(block, inner, routerLogits)
  fed = normed(block, has(block, 'layer_output_norm') ? 'layer_output_norm' : 'post_ffw_norm', fed)
  if (traits.scaledBranch === true) fed = graph.map('scale', fed)
  if (left || traits.residualFirst === true) return graph.add(middle, fed)
  const out = graph.add(fed, traits.normedResidual === true ? graph.map('scale', inner) : middle)
  return scaledLayer(block, withLayerInput(block, out))
}

function feedForwardPart(block: GraphBlock, x: GraphTensor, routerLogits?: GraphTensor): GraphTensor {
  return has(block, 'ffn_gate_inp') ? mixture(block, x, routerLogits) : feedForward(block, x)
}

/** Whether there is a feed-forward part; a norm for one counts (llama-graph.cpp, `build_ffn` without weights). */
const feeds = (block: GraphBlock): boolean =>
  ['ffn_up', 'ffn_gate_inp', 'ffn_norm'].some((name) => has(block, name))

function parallelBlock(block: GraphBlock, sum: GraphTensor): GraphTensor {
  const middle = block.last ? block.graph.getRows(sum, block.inputs.outputs()) : sum
  return block.graph.add(feedForwardPart(block, normed(block, 'ffn_norm', middle)), middle)
}

/**
 * Names of the norm of the attention's output and of the feed-forward part's input; empty where there is none. The
 * same weights have different parts: `attn_output_norm` is DBRX's second norm, `post_attention_norm` that of Qwen 3.5.
 */
function normNames(
  block: GraphBlock,
  normsBefore: boolean
): { readonly attention: string; readonly fed: string } {
  const output = has(block, 'attn_output_norm') ? 'attn_output_norm' : 'post_attention_norm'
  if (hasNorm(block, 'ffn_norm') || !normsBefore)
    return { attention: output, fed: hasNorm(block, 'ffn_norm') ? 'ffn_norm' : '' }
  return { attention: '', fed: has(block, output) ? output : '' }
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
