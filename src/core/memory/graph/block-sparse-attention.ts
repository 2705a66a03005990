import type { SparseIndexer } from '../../model/architecture.ts'
import { type HeadShape, type Projections, store } from './attention-core.ts'
import { type GraphBlock, has, normed, tokens, weightOf } from './block.ts'
import { over, sizeOf, times } from './size.ts'
import type { GraphTensor } from './tensor.ts'

const streams = sizeOf('streams')
const cells = sizeOf('cells')
const selected = sizeOf('selected')
const perStream = over(tokens, streams)

/** Whether the block attends to chosen blocks of cells: it has an indexer of its own, and flash attention is on. */
export const attendsToBlocks = (block: GraphBlock): boolean =>
  block.flags.flashAttention && has(block, 'indexer.q_proj')

/** Tokens of one block where the model does not say (config.json of MiniMax-M3). */
const usualBlockSize = 128

/**
 * Blocks that the reserved graph tells apart: an empty cache has 256 positions (llama-kv-cache-msa.cpp, `get_n_pos`).
 * Longer ones need more while they are computed, but always less than the masks.
 */
export const reservedBlocks = ({ blockSize = usualBlockSize }: SparseIndexer): number =>
  Math.ceil(256 / blockSize)

/**
 * Attention to the best blocks of cells of every token and key head (MiniMax-M3). The choice becomes a mask of its own
 * for every key head: by far the largest tensors of the graph. llama.cpp src/models/minimax-m3.cpp, the way of a whole
 * micro-batch. With several streams the engine goes through them one after another; here the first stands for all.
 */
export function attendToBlocks(
  block: GraphBlock,
  x: GraphTensor,
  shape: HeadShape,
  given: Projections
): GraphTensor {
  const { graph, architecture } = block
  const { heads, kvHeads, keyDim } = shape
  const { indexer } = architecture.attention
  if (!indexer) throw new Error('chosen blocks need the facts of the indexer')
  const blocks = reservedBlocks(indexer)
  const positions = blocks * (indexer.blockSize ?? usualBlockSize)
  const { queries, stored } = indexerParts(block, x)
  const { q, keys, values, mask, restore } = store(block, shape, given, false)
  const inputs = blockInputs(block, blocks, positions, mask)
  const dim = queries.shape[0] as number
  const asked = graph.view(queries, [dim, kvHeads, perStream], true)
  const pooled = graph.getRows(
    graph.view(stored, [dim, cells], true),
    graph.view(inputs.slots, [positions], true)
  )
  const flat = graph.mulMat(pooled, graph.reshape(asked, [dim, times(kvHeads, perStream)]))
  const bias = graph.view(inputs.bias, [blocks, 1, perStream], true)
  const scores = graph.overwrite(
    'add',
    graph.reshape(flat, [positions, kvHeads, perStream]),
    graph.view(inputs.positions, [positions, 1, perStream], true)
  )
  const best = graph.add(graph.custom('pool', [blocks, kvHeads, perStream], scores), bias)
  const chosen = graph.custom('top_k', [selected, kvHeads, perStream], best)
  const rows = times(kvHeads, perStream)
  const closed = graph.repeatAs(graph.cast(graph.map('scale', bias), 2), [blocks, kvHeads, perStream])
  const zeros = graph.map('scale', graph.cast(chosen, 4))
  const open = graph.setRows(
    graph.reshape(closed, [1, blocks, rows]),
    graph.reshape(zeros, [1, selected, rows]),
    graph.reshape(chosen, [selected, rows])
  )
  const perHead = graph.contiguous(
    graph.permute(graph.reshape(open, [blocks, kvHeads, perStream]), [0, 2, 1, 3])
  )
  const byCell = graph.contiguous(graph.transpose(graph.reshape(perHead, [blocks, rows])))
  const spread = graph.getRows(byCell, graph.view(inputs.blockOfCell, [cells], true))
  const wide = graph.reshape(graph.contiguous(graph.transpose(spread)), [cells, perStream, kvHeads])
  const both = graph.overwrite('add', wide, graph.view(inputs.mask, [cells, perStream, 1], true))
  const sparse = graph.cast(graph.reshape(both, [cells, perStream, 1, kvHeads]), 2)
  const part = (of: GraphTensor): GraphTensor => {
    const [width, count] = of.shape
    return graph.permute(graph.view(of, [width, count, cells, 1]), [0, 3, 1, 2])
  }
  const grouped = graph.reshape(graph.view(q, [keyDim, heads, perStream], true), [
    keyDim,
    heads / kvHeads,
    kvHeads,
    perStream
  ])
  const seen = graph.flashAttention(
    graph.permute(grouped, [0, 2, 3, 1]),
    part(keys),
    part(values),
    sparse,
    null
  )
  const back = graph.contiguous(graph.permute(seen, [0, 1, 3, 2]))
  return restore(graph.reshape(back, [heads * shape.valueDim, tokens]))
}

/** Small queries and keys; the keys go into a cache of their own. */
function indexerParts(
  block: GraphBlock,
  x: GraphTensor
): { readonly queries: GraphTensor; readonly stored: GraphTensor } {
  const { graph, inputs } = block
  const keyWeight = weightOf(block, 'indexer.k_proj.weight')
  const queryWeight = weightOf(block, 'indexer.q_proj.weight')
  if (!keyWeight || !queryWeight) throw new Error('an indexer without keys or queries')
  const dim = keyWeight.shape[1] as number
  const positions = inputs.positions(1)
  const part = (weight: GraphTensor, norm: string): GraphTensor => {
    const flat = graph.mulMat(weight, x)
    const heads = graph.reshape(flat, [dim, (weight.shape[1] as number) / dim, tokens])
    return graph.rope(normed(block, norm, heads), positions)
  }
  const queries = part(queryWeight, 'indexer.q_norm')
  const keys = part(keyWeight, 'indexer.k_norm')
  const stored = graph.cache([dim, cells, streams], block.place)
  const into = inputs.other('indexer cells', () => graph.input([tokens], 8))
  graph.expand(graph.setRows(stored, graph.view(keys, [dim, tokens], true), into))
  return { queries, stored }
}

interface BlockInputs {
  readonly bias: GraphTensor
  readonly positions: GraphTensor
  readonly slots: GraphTensor
  readonly blockOfCell: GraphTensor
  /** The mask of the cache as f32. */
  readonly mask: GraphTensor
}

function blockInputs(
  { graph, inputs }: GraphBlock,
  blocks: number,
  positions: number,
  mask: GraphTensor
): BlockInputs {
  return {
    bias: inputs.other('block bias', () => graph.input([blocks, tokens])),
    positions: inputs.other('position mask', () => graph.input([positions, tokens])),
    slots: inputs.other('slots of positions', () => graph.input([positions, streams])),
    blockOfCell: inputs.other('blocks of cells', () => graph.input([cells, streams])),
    mask: inputs.other('wide mask', () => graph.cast(mask, 4))
  }
}
