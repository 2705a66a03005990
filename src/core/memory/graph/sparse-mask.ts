import { type GraphBlock, tokens } from './block.ts'
import { over, type Size, sizeOf } from './size.ts'
import type { GraphTensor } from './tensor.ts'

const streams = sizeOf('streams')
const selected = sizeOf('selected')
const perStream = over(tokens, streams)

/** Sparse attention of one block: which cells it may see. Made before the queries, used with the mask. */
export interface Selection {
  /** The chosen cells of every token: [selected, tokens of a stream, 1, streams]. */
  readonly cells: GraphTensor
}

/**
 * The mask with everything closed but the chosen cells. The zeros that open them are a constant of every block, so
 * all of them lie in the buffer from the start. llama-graph.cpp, `build_attn` with `llm_graph_input_attn_k_dsa`.
 */
export function sparseMask(
  { graph }: GraphBlock,
  mask: GraphTensor,
  { cells }: Selection,
  width: Size = 4
): GraphTensor {
  const [all] = mask.shape
  const closed = graph.view(graph.map('fill', mask), [1, all, perStream, streams], true)
  const zeros = graph.map('fill', graph.constant([1, selected, perStream, streams], width))
  const chosen = graph.view(cells, [selected, perStream, streams], true)
  const open = graph.setRows(closed, zeros, chosen)
  return graph.add(graph.view(open, [all, perStream, 1, streams], true), mask)
}
