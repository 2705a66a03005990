import { type Architecture, type LayerKind, hasExperts, keepsCache } from '../model/architecture.ts'
import { type Bytes, bytes } from '../quantity.ts'
import { type CacheCells, type CacheSettings, cacheCells, windowCells } from './cache-cells.ts'
import { layerClasses } from './layer-classes.ts'

/**
 * What one micro-batch needs while it is computed, by stage of the graph, in bytes. A compute buffer is as large as
 * the largest stage that its device runs, because ggml's graph allocator reuses the memory of finished stages.
 */
export interface ComputeStages {
  /** One hidden vector per token: `ubatch x hiddenSize x 4`. */
  readonly hidden: Bytes
  /** Logits and the hidden state they come from: `ubatch x (vocabulary + hiddenSize) x 4`. */
  readonly output: Bytes
  /** The largest stage inside a block, without its masks. */
  readonly block: Bytes
  /** The same for a block whose routed experts are computed elsewhere. */
  readonly blockWithoutExperts: Bytes
  /** Embedded micro-batches among the graph's inputs. */
  readonly embedded: Bytes
  /** Routed experts alone: what the host computes when they lie in RAM. */
  readonly experts: Bytes
  /** Attention masks, one for every kind of cache: the part that grows with the context. */
  readonly masks: Bytes
  /** Token ids, positions and cell indices. */
  readonly indices: Bytes
  /** Decay tables of lightning attention. */
  readonly decay: Bytes
}

/** Activations are f32. */
const activation = 4

/**
 * Stage sizes of the graph that llama.cpp builds for one micro-batch of `ubatch` tokens.
 *
 * Output, masks and indices follow the engine's input tensors (src/llama-graph.cpp, `build_inp_*`) and are exact. The
 * block is the sum of the tensors alive at its widest point, fitted to llama.cpp's own reservations: three times the
 * feed-forward width (gate, up, product) or twice the expert outputs, with the residual stream beside them.
 */
export function computeStages(architecture: Architecture, settings: CacheSettings): ComputeStages {
  const { hiddenSize, vocabSize } = architecture
  const cells = cacheCells(settings)
  const row = cells.ubatch * activation
  const feedForward = widestFeedForward(architecture)
  const routed = widestExperts(architecture)
  const experts = Math.max(3 * routed.inner, 2 * routed.outer)
  const decay = lightningDecay(architecture, cells)
  // An ungated feed-forward part applies its activation in place: one tensor instead of gate, up and product.
  const inner = architecture.details?.gatedMlp === false ? 1 : 3
  const blockWithoutExperts = Math.max(
    row * (inner * feedForward + 3 * hiddenSize),
    attentionStage(architecture, settings, cells),
    decay > 0 ? 2 * decay + 12 * row * hiddenSize : 0
  )
  const moe = row * Math.max(3 * routed.inner + 3 * hiddenSize, 2 * routed.outer + 5 * hiddenSize)
  const block = Math.max(blockWithoutExperts, moe)
  const positions = architecture.details?.positions === undefined ? 0 : 1
  return {
    hidden: bytes(row * hiddenSize),
    // Token embeddings looked up, room for embeddings passed in, and learned positions looked up (GPT-2).
    embedded: bytes((2 + positions) * row * hiddenSize),
    blockWithoutExperts: bytes(blockWithoutExperts),
    output: bytes(row * (vocabSize + hiddenSize)),
    block: bytes(block),
    experts: bytes(experts > 0 ? row * (experts + 2 * hiddenSize) : 0),
    masks: bytes(maskBytes(architecture, settings, cells)),
    indices: bytes(indexBytes(architecture, settings, cells)),
    decay: bytes(decay)
  }
}

function widestFeedForward({ feedForward, experts }: Architecture): number {
  const widths = typeof feedForward === 'number' ? [feedForward] : (feedForward ?? [])
  const dense =
    experts && experts.firstDense === 0 && experts.every === 1 && !experts.denseBeside ? [] : widths
  return Math.max(0, ...dense, experts?.denseWidth && experts.firstDense > 0 ? experts.denseWidth : 0)
}

/** Activations of the routed experts of one token: inside the experts, and coming out of them. */
function widestExperts(architecture: Architecture): { inner: number; outer: number } {
  const { experts, hiddenSize, layers } = architecture
  if (!experts || !hasAnyExperts(architecture, layers)) return { inner: 0, outer: 0 }
  return {
    inner: experts.perToken * experts.width,
    outer: experts.perToken * (experts.latentSize ?? hiddenSize)
  }
}

function hasAnyExperts(architecture: Architecture, layers: number): boolean {
  for (let layer = layers - 1; layer >= 0; layer--) if (hasExperts(architecture, layer)) return true
  return false
}

/**
 * The attention part of a block. Flash attention keeps queries and outputs; without it the scores of every head
 * against every cell are written out: `cells x ubatch x heads x 4`. Latent attention works on absorbed queries,
 * which are `kvLoraRank` wide for every head.
 */
function attentionStage(architecture: Architecture, settings: CacheSettings, cells: CacheCells): number {
  const { attention, hiddenSize } = architecture
  const row = cells.ubatch * activation
  const sizes = cacheKinds(architecture).map((kind) => {
    const override = attention.overrides?.[kind]
    const heads = override?.heads ?? attention.heads
    const headDim = override?.headDim ?? attention.headDim
    const scores = settings.flashAttention ? 0 : row * heads * cellsOf(architecture, kind, settings, cells)
    const { latent } = attention
    if (latent) {
      const absorbed = latent.kvLoraRank + latent.qkRopeHeadDim
      return (
        scores + row * (heads * (2 * absorbed + latent.qkNopeHeadDim + latent.qkRopeHeadDim) + 3 * hiddenSize)
      )
    }
    const kvHeads = override?.kvHeads ?? attention.kvHeads
    return scores + row * (2 * hiddenSize + 2 * heads * headDim + 2 * kvHeads * headDim)
  })
  return Math.max(0, ...sizes)
}

/** The kinds of layer that attend, each once. */
function cacheKinds(architecture: Architecture): LayerKind[] {
  return [...new Set(layerClasses(architecture).classes.map(({ kind }) => kind))].filter((kind) =>
    keepsCache(kind)
  )
}

function cellsOf(
  { attention }: Architecture,
  kind: LayerKind,
  settings: CacheSettings,
  cells: CacheCells
): number {
  const window =
    kind === 'sliding' || kind === 'swa' ? attention.window : kind === 'chunked' ? attention.chunk : undefined
  return window === undefined ? cells.full : windowCells(cells, window, settings.swaFull)
}

/** One mask per cache, `cells x ubatch`, in f16 for flash attention and in f32 without. */
function maskBytes(architecture: Architecture, settings: CacheSettings, cells: CacheCells): number {
  const element = settings.flashAttention ? 2 : 4
  const kinds = cacheKinds(architecture)
  const windowed = kinds.find((kind) => kind === 'sliding' || kind === 'chunked' || kind === 'swa')
  const masks = [
    ...(kinds.some((kind) => kind !== windowed) || windowed ? [cells.full] : []),
    ...(windowed ? [cellsOf(architecture, windowed, settings, cells)] : [])
  ]
  return masks.reduce((sum, cellCount) => sum + cellCount * cells.ubatch * element, 0)
}

/**
 * Token ids, positions and output ids (i32), and for every cache the cell each token goes to (i64): one index per
 * token for keys, and one for values, or one per value element where they lie transposed.
 */
function indexBytes(architecture: Architecture, settings: CacheSettings, cells: CacheCells): number {
  const { attention } = architecture
  const kinds = cacheKinds(architecture)
  const caches = kinds.some((kind) => kind === 'sliding' || kind === 'chunked' || kind === 'swa')
    ? 2
    : Math.min(1, kinds.length)
  const valueIndices = settings.flashAttention ? 1 : widestValueRow(architecture)
  const perCache = 8 + (attention.latent ? 0 : 8 * valueIndices)
  return cells.ubatch * (3 * 4 + caches * perCache)
}

function widestValueRow({ attention }: Architecture): number {
  const plain = attention.kvHeads * (attention.valueHeadDim ?? attention.headDim)
  const others = Object.values(attention.overrides ?? {}).map(
    (override) => (override.kvHeads ?? attention.kvHeads) * (override.headDim ?? attention.headDim)
  )
  return Math.max(plain, ...others)
}

/** Lightning attention's decay between all pairs of tokens of one sequence: `ubatch^2 / sequences x heads x 4`. */
function lightningDecay({ recurrent, attention }: Architecture, cells: CacheCells): number {
  if (recurrent?.type !== 'lightning') return 0
  const perSequence = Math.max(1, Math.floor(cells.ubatch / cells.sequences))
  return activation * cells.ubatch * perSequence * (recurrent.heads ?? attention.heads)
}
