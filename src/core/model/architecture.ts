import type { LayerCache } from './layer-cache.ts'

/**
 * The shape of a model: every dimension that decides how many weights it has, what its cache holds and which of
 * its weights one token reads. Nothing here is a byte count; bytes follow from a quantisation and engine settings.
 *
 * Dimension names follow Hugging Face `config.json` in camel case. An absent optional field means "does not have it".
 */

/** What one block of the stack does with the sequence. */
export type LayerKind =
  /** attention over every token: keeps a KV cache that grows with the context */
  | 'full'
  /** attention over the last `window` tokens */
  | 'sliding'
  /** attention inside chunks of `chunk` tokens (Llama 4) */
  | 'chunked'
  /** DeepSeek V4: sliding window only, compressed sparse attention, heavily compressed attention */
  | 'swa'
  | 'csa'
  | 'hca'
  /** fixed recurrent state, no KV cache */
  | 'gated_delta_net'
  | 'kda'
  | 'lightning'
  | 'mamba1'
  | 'mamba2'
  | 'shortconv'
  /** attention and Mamba-2 heads side by side in one block (Falcon-H1): KV cache and state */
  | 'parallel_mamba2'
  /** a block of the stack that holds only a feed-forward part (Nemotron-H) */
  | 'mlp'
  | 'moe'

const cachingKinds: ReadonlySet<LayerKind> = new Set<LayerKind>([
  'full',
  'sliding',
  'chunked',
  'swa',
  'csa',
  'hca',
  'parallel_mamba2'
])

/** Whether a layer of this kind attends to earlier tokens, and so keeps a KV cache. */
export const keepsCache = (kind: LayerKind): boolean => cachingKinds.has(kind)

/** Multi-head latent attention: the cache holds one compressed vector per token. DeepSeek-V2, arXiv 2405.04434. */
export interface LatentAttention {
  /** Rank of the query compression; null when queries are projected directly. */
  readonly qLoraRank: number | null
  readonly kvLoraRank: number
  readonly qkRopeHeadDim: number
  readonly qkNopeHeadDim: number
  readonly vHeadDim: number
}

/** Dimensions that differ in the layers of one kind (Gemma 4 global layers, MiMo V2, Step 3.5). */
export interface LayerOverride {
  readonly heads?: number
  readonly kvHeads?: number
  readonly headDim?: number
  /** Values are the keys: no separate V projection (Gemma 4). */
  readonly keysAreValues?: boolean
  /** Further weights per layer of this kind, in elements, that no other field explains. */
  readonly extraWeights?: number
}

/** Lightning indexer of sparse attention: an extra key cache of `headDim` per token (DeepSeek V3.2). */
export interface SparseIndexer {
  readonly heads: number
  readonly headDim: number
  readonly topK?: number
  /** The layers that own one; absent means all. */
  readonly layers?: readonly number[]
  readonly blockSize?: number
  readonly topKBlocks?: number
  readonly budget?: number
  readonly compressRatio?: number
  readonly keyPool?: number
}

/** DeepSeek V4's compressed attention. */
export interface CompressedAttention {
  readonly qLoraRank: number
  readonly oGroups: number
  readonly oLoraRank: number
  readonly qkRopeHeadDim: number
  readonly csaRatio: number
  readonly hcaRatio: number
  readonly hashLayers: number
  readonly hyperConnections: number
}

export interface Attention {
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
  /** Width of a value head where it is not that of a key head (MiMo V2). */
  readonly valueHeadDim?: number
  /** Tokens a sliding-window layer sees. */
  readonly window?: number
  /** Tokens of one chunk in chunked layers. */
  readonly chunk?: number
  readonly overrides?: Readonly<Partial<Record<LayerKind, LayerOverride>>>
  readonly latent?: LatentAttention
  readonly indexer?: SparseIndexer
  readonly compressed?: CompressedAttention
  readonly qkvBias?: boolean
  readonly outputBias?: boolean
  /** RMS norm of queries and keys: per head, or over the full width. */
  readonly qkNorm?: 'head' | 'full'
  /** One learned logit per head (gpt-oss). */
  readonly sinks?: boolean
  /** The query projection is twice as wide and half of it gates the output (Qwen3-Next). */
  readonly outputGate?: boolean
  /** The last n layers reuse the cache of earlier ones (Gemma 3n). */
  readonly sharedKvLayers?: number
  /** Attention sublayers per block (LongCat: 2). */
  readonly sublayers?: number
  /**
   * Frequency factors of the rotary embedding, which a GGUF file holds as f32 vectors of half the rotated width
   * (absent: headDim): one vector for `llama3` scaling, a long and a short one for `longrope`.
   */
  readonly ropeFactors?: { readonly kind: 'llama3' | 'longrope'; readonly rotated?: number }
}

/** Linear attention, state-space and short-convolution layers: state of fixed size per sequence. */
export interface Recurrent {
  readonly type: 'gated_delta_net' | 'kda' | 'lightning' | 'mamba1' | 'mamba2' | 'shortconv'
  /** Elements of recurrent state per layer and sequence. */
  readonly stateElements: number
  /** Elements of convolution state per layer and sequence. */
  readonly convElements?: number
  readonly convKernel?: number
  readonly convBias?: boolean
  readonly heads?: number
  readonly headDim?: number
  readonly keyHeads?: number
  readonly valueHeads?: number
  readonly keyHeadDim?: number
  readonly valueHeadDim?: number
  readonly groups?: number
  readonly stateSize?: number
  readonly innerSize?: number
  readonly dtRank?: number
  /** RMS norms on dt, B and C (Jamba). */
  readonly dtBcNorms?: boolean
  /** Mamba-2 without the gated RMS norm (Falcon-H1). */
  readonly gatedNorm?: boolean
  readonly fullRankGate?: boolean
  /** The decay of Kimi delta attention as one matrix of full rank instead of two narrow ones (Ling 3.0). */
  readonly fullRankDecay?: boolean
  readonly gateRank?: number
}

export interface Experts {
  /** Routed experts per MoE layer. */
  readonly count: number
  /** Routed experts one token uses. */
  readonly perToken: number
  /** Shared experts, read by every token. */
  readonly shared: number
  /** Hidden width of one routed expert. */
  readonly width: number
  /** Hidden width of all shared experts of a layer together, where it is not `shared x width`. */
  readonly sharedWidth?: number
  /** The first n layers are dense. */
  readonly firstDense: number
  /** Layer i has experts when (i + 1) % every === 0 and i >= firstDense. */
  readonly every: number
  /** Hidden width of the dense layers of an MoE model, where it is not `feedForward`. */
  readonly denseWidth?: number
  /** A dense MLP beside the experts (Grok-2). */
  readonly parallelDenseWidth?: number
  /** Routed experts work in this width instead of hiddenSize (Nemotron 3 Super, Kimi K3). */
  readonly latentSize?: number
  /** Experts of their own for image tokens beside those for text, with a router of their own (ERNIE 4.5 VL). */
  readonly vision?: { readonly count: number; readonly width: number }
  /** Routed slots that cost nothing (LongCat). */
  readonly zeroExperts?: number
  /** Correction bias of the router. */
  readonly routerBias?: boolean
  readonly expertBias?: boolean
  /** Sigmoid gate of the shared expert (Qwen). */
  readonly sharedGate?: boolean
  /** A dense MLP in every MoE layer, in addition (Gemma 4 26B-A4B). */
  readonly denseBeside?: boolean
  readonly extraNorms?: number
  /** Further router weights per layer, in elements. */
  readonly routerExtra?: number
  /** The layers that have experts, where neither `firstDense` and `every` nor the kinds say it (read from a file). */
  readonly layers?: readonly number[]
}

/** Multi-token prediction layers shipped with the checkpoint. */
export interface MultiTokenPrediction {
  readonly layers: number
  /** Weights of the MTP part in the checkpoint, in elements; 0 when not shipped. */
  readonly params: number
  readonly ownEmbeddingAndHead?: boolean
}

export interface Architecture {
  /** What each block keeps of the context, as a file has it; absent: it follows from the kinds of the layers. */
  readonly layerCaches?: readonly LayerCache[]
  /** llama.cpp's `general.architecture`; null where llama.cpp has no loader. */
  readonly gguf: string | null
  readonly hiddenSize: number
  /** Decoder blocks, without MTP layers. */
  readonly layers: number
  /** Width of the dense feed-forward part; a list gives one width per layer; null when every layer is MoE. */
  readonly feedForward: number | readonly number[] | null
  readonly vocabSize: number
  readonly tiedEmbeddings: boolean
  readonly attention: Attention
  /**
   * Kinds of the layers, repeated until every layer has one: `['sliding','sliding','full']` on 8 layers gives
   * s s f s s f s s. A list as long as the stack gives each layer by itself. Absent: all `full`.
   */
  readonly layerPattern?: readonly LayerKind[]
  readonly recurrent?: Recurrent
  readonly experts?: Experts
  readonly mtp?: MultiTokenPrediction
  /** Lookup table per layer and token id (Gemma 3n and 4 E): `params` elements, `width` per layer. */
  readonly perLayerEmbedding?: { readonly params: number; readonly width: number }
  /** Details of the small tensors, which only an exact count needs. */
  readonly details?: ArchitectureDetails
}

export interface ArchitectureDetails {
  /** Norm weights of width hiddenSize per block; absent: 2. */
  readonly normsPerLayer?: number
  readonly normBias?: boolean
  /** RMS norms in a family that has layer norms otherwise (Cohere 2 MoE). */
  readonly rmsNorms?: boolean
  readonly finalNorm?: boolean
  /** False: up and down only, no gate. */
  readonly gatedMlp?: boolean
  readonly mlpBias?: boolean
  /** Learned position embeddings: number of positions (GPT-2). */
  readonly positions?: number
  readonly headBias?: boolean
  /** One norm and one sublayer per block (Nemotron-H). */
  readonly singleBlock?: boolean
  /** MLA output gate (Kimi K3). */
  readonly latentOutputGate?: boolean
  /** MLA output gate of one value per head (Ling 3.0). */
  readonly latentHeadGate?: boolean
  /** Dense MLPs per block (LongCat: 2). */
  readonly densePerLayer?: number
  /** Further weights per layer, and once per model, in elements, that no other field explains. */
  readonly layerExtra?: number
  readonly otherParams?: number
  /** The part of `otherParams` that a token does not read. */
  readonly otherParamsInactive?: number
}

/** The kind of every layer of the stack, in order: length `architecture.layers`. */
export function layerKinds(architecture: Pick<Architecture, 'layers' | 'layerPattern'>): LayerKind[] {
  const pattern = architecture.layerPattern ?? ['full']
  return Array.from({ length: architecture.layers }, (_, layer) => pattern[layer % pattern.length] ?? 'full')
}

/** Whether layer `layer` routes to experts. */
export function hasExperts(architecture: Architecture, layer: number): boolean {
  const { experts, layerPattern } = architecture
  if (!experts) return false
  if (experts.layers) return experts.layers.includes(layer)
  if (layerPattern?.includes('moe')) return layerPattern[layer % layerPattern.length] === 'moe'
  return layer >= experts.firstDense && (layer + 1) % experts.every === 0
}
