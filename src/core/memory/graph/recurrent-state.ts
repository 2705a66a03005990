import type { GraphBlock } from './block.ts'
import { sequences } from './block.ts'
import type { Size } from './size.ts'
import type { GraphTensor } from './tensor.ts'

/** The state of a layer in its cache, and the rows of the sequences that are computed: [elements, sequences]. */
export interface State {
  readonly stored: GraphTensor
  readonly rows: GraphTensor
}

/**
 * Reads a recurrent state: clears what is new and gathers a row per sequence; `gather` replaces the gathering.
 * llama-graph.cpp, `build_rs`.
 */
export function readState(
  { graph, inputs, place }: GraphBlock,
  elements: Size,
  gather?: (states: GraphTensor, ids: GraphTensor) => GraphTensor
): State {
  const stored = graph.cache([elements, sequences], place, 4)
  const { computed, moved } = inputs.states()
  const states = graph.reshape(stored, [elements, sequences])
  graph.expand(graph.overwrite('scale', graph.view(states, [elements])))
  const rows = gather ? gather(states, computed) : graph.getRows(states, computed)
  graph.expand(rows)
  graph.expand(graph.copy(graph.getRows(states, moved), graph.view(stored, [elements, 0])))
  return { stored, rows }
}

/** Writes a new state over the stored one. */
export function writeState({ graph }: GraphBlock, fresh: GraphTensor, stored: GraphTensor): void {
  graph.expand(graph.copy(fresh, graph.view(stored, stored.shape)))
}
