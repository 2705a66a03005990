import type { BlockWeights, GraphBlock } from './block.ts'
import { gemma3nBlock, merged, spread, streamsOf } from './gemma3n.ts'
import { averaged, gatedBlock, opened as gatedOpened } from './gated-residual.ts'
import { hyperBlock, joined, opened } from './hyper-connections.ts'
import type { GraphTensor } from './tensor.ts'
import { joinedUnmixed, openedUnmixed, unmixedBlock } from './unmixed-connections.ts'

/** A residual of several streams: how they begin, what a block does with them, and how they become one again. */
export interface Residual {
  /** `embedded`: [hidden, tokens]. */
  readonly open: (top: GraphBlock, embedded: GraphTensor) => GraphTensor
  readonly block: (block: GraphBlock, stream: GraphTensor, widest: number, sliding: boolean) => GraphTensor
  /** [hidden, tokens] again, before the norm of the output. */
  readonly close: (top: GraphBlock, stream: GraphTensor) => GraphTensor
}

const alternatingUpdates: Residual = {
  open: (top, embedded) => spread(top.graph, embedded, streamsOf(top.weights), top.place),
  block: gemma3nBlock,
  close: (top, stream) => merged(top.graph, stream, streamsOf(top.weights), top.place)
}

const gatedResidual: Residual = { open: gatedOpened, block: gatedBlock, close: averaged }

const hyperConnections: Residual = { open: opened, block: hyperBlock, close: joined }

const unmixed: Residual = { open: openedUnmixed, block: unmixedBlock, close: joinedUnmixed }

/** Whether streams are mixed with each other: a third scale, beside those of what is taken of each and added to it. */
const mixes = (block: BlockWeights | undefined): boolean => block?.get('hc_attn_scale.weight')?.[0] === 3

/**
 * The residual of a model by the weights it has outside the stack; null where it is one stream as usual. Throws where blocks
 * have streams of a kind that is not followed here.
 */
export function residualOf(
  outside: BlockWeights,
  layers: readonly { readonly weights: BlockWeights }[]
): Residual | null {
  if (streamsOf(outside) > 1) return alternatingUpdates
  if (outside.has('output_hc_fn.weight')) return mixes(layers[0]?.weights) ? hyperConnections : unmixed
  if (outside.has('output_hc_down.weight')) return gatedResidual
  const [first] = layers
  if (first && [...first.weights.keys()].some((name) => name.startsWith('hc_')))
    throw new Error('residual streams of an unknown kind')
  return null
}
