import { type GraphBlock, normed, projected, tokens } from './block.ts'
import type { Selection } from './sparse-mask.ts'
import { over, sizeOf, times } from './size.ts'
import type { GraphTensor } from './tensor.ts'

const streams = sizeOf('streams')
const cells = sizeOf('cells')
const selected = sizeOf('selected')
const perStream = over(tokens, streams)

/** Whether the block chooses whole runs of cells by the mean of their small keys (Qwen 4). */
export const selectsPools = ({ weights, architecture }: GraphBlock): boolean =>
  weights.has('indexer.k_proj.weight') && (architecture.attention.indexer?.compressRatio ?? 0) > 0

/**
 * The cells that every token may see: small keys of all tokens lie in a cache of their own; their means over
 * `compressRatio` cells are scored by small queries, and the scores spread over the cells again. The scores of all heads
 * are by far the largest tensors of the graph. llama.cpp src/models/qwen4exp.cpp, `build_qsa_top_k`.
 */
export function poolSelection(block: GraphBlock, x: GraphTensor): Selection {
  const { graph, inputs, architecture } = block
  const ratio = architecture.attention.indexer?.compressRatio ?? 1
  const blocks = over(cells, ratio)
  const scores = scoresOf(block, x, ratio)
  const bias = inputs.other('pool bias', () => graph.input([blocks, perStream, streams]))
  const biased = graph.contiguous(graph.permute(graph.add(scores, bias), [1, 0, 2, 3]))
  const poolOfCell = inputs.other('pools of cells', () => graph.input([cells, streams]))
  const spread = graph.contiguous(graph.permute(graph.getRows(biased, poolOfCell), [1, 0, 2, 3]))
  const { mask } = inputs.cache(false)
  const wide = mask.width === 4 ? mask : graph.cast(mask, 4)
  const all = graph.add(spread, graph.reshape(wide, [cells, perStream, streams]))
  const best = graph.contiguous(graph.custom('top_k', [selected, perStream, streams], all))
  return { cells: graph.reshape(best, [selected, perStream, 1, streams]) }
}

/** The sum over all heads: [pools, tokens of a stream, streams]. */
function scoresOf(block: GraphBlock, x: GraphTensor, ratio: number): GraphTensor {
  const { graph, inputs, traits } = block
  const pools = over(cells, ratio)
  const keys = pooledKeys(block, x, ratio)
  const dim = keys.shape[0] as number
  const flat = projected(block, 'indexer.q_proj.weight', x)
  const heads = (flat.shape[0] as number) / dim
  const queries = normed(block, 'indexer.q_norm', graph.reshape(flat, [dim, heads, tokens]))
  const q = graph.rope(queries, inputs.positions(traits.positionsPerToken ?? 1))
  const scores = graph.mulMat(keys, graph.reshape(q, [dim, times(heads, perStream), streams]))
  const positive = graph.map('unary', graph.reshape(scores, [pools, heads, perStream, streams]))
  const part = (): GraphTensor => graph.view(positive, [pools, perStream, streams])
  return graph.sumOf(graph.contiguous(part()), heads, part)
}

/** Keys of this micro-batch are stored as they are; those of the whole cache are averaged, normed and rotated. */
function pooledKeys(block: GraphBlock, x: GraphTensor, ratio: number): GraphTensor {
  const { graph, inputs, traits, place } = block
  const pools = over(cells, ratio)
  const key = projected(block, 'indexer.k_proj.weight', x)
  const dim = key.shape[0]
  const into = inputs.other('indexer cells', () => graph.input([tokens], 8))
  const stored = graph.cache([dim, cells, streams], place)
  graph.expand(graph.setRows(stored, graph.view(key, [dim, tokens], true), into))
  const cellsOfPool = inputs.other('cells of pools', () => graph.input([times(ratio, pools), streams]))
  const gathered = graph.getRows(graph.view(stored, [dim, cells, streams]), cellsOfPool)
  const members = graph.reshape(gathered, [dim, ratio, pools, streams])
  const slice = (): GraphTensor => graph.contiguous(graph.view(members, [dim, pools, streams]))
  const sum = graph.sumOf(slice(), ratio, slice)
  const mean = graph.reshape(graph.map('scale', sum), [dim, times(pools, streams)])
  const normal = graph.reshape(normed(block, 'indexer.k_norm', mean), [dim, 1, times(pools, streams)])
  const positions = inputs.other('pool positions', () =>
    graph.input([times(times(pools, streams), traits.positionsPerToken ?? 1)])
  )
  return graph.reshape(graph.rope(normal, positions), [dim, pools, streams])
}
