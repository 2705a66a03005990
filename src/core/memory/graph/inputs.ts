import type { Graph } from './graph.ts'
import { type Size, sizeOf, times, over } from './size.ts'
import type { Selection } from './sparse-mask.ts'
import type { GraphTensor } from './tensor.ts'

const tokens = sizeOf('tokens')
const streams = sizeOf('streams')

/** Inputs of one kind of cache: which cells are written, and which are seen. */
export interface CacheInputs {
  readonly cells: Size
  readonly keyCells: GraphTensor
  readonly valueCells: GraphTensor
  readonly mask: GraphTensor
}

/**
 * What the engine fills in before it computes, made when a block first asks for it. llama-graph.cpp, `build_inp_*`;
 * llama-kv-cache.cpp, `build_input_*`.
 */
export class GraphInputs {
  private readonly caches = new Map<string, CacheInputs>()
  private readonly rotations = new Map<string, GraphTensor>()
  private readonly others = new Map<string, GraphTensor>()

  /** Cells that the last indexer chose; later blocks without one of their own see the same. */
  selection: Selection | null = null

  private readonly graph: Graph
  private readonly flashAttention: boolean
  private readonly valueWidth: number

  /** `valueWidth`: elements of one token's values in the widest layer, an index each where values lie transposed. */
  constructor(graph: Graph, flashAttention: boolean, valueWidth: number) {
    this.graph = graph
    this.flashAttention = flashAttention
    this.valueWidth = valueWidth
  }

  cache(windowed: boolean): CacheInputs {
    const name = windowed ? 'window' : 'full'
    const known = this.caches.get(name)
    if (known) return known
    const cells = sizeOf(windowed ? 'windowCells' : 'cells')
    const made = {
      cells,
      keyCells: this.graph.input([tokens], 8),
      valueCells: this.graph.input([this.flashAttention ? tokens : times(tokens, this.valueWidth)], 8),
      mask: this.graph.input([cells, over(tokens, streams), 1, streams], this.flashAttention ? 2 : 4)
    }
    this.caches.set(name, made)
    return made
  }

  /** The cache of an indexer's keys; its mask is what the fused operation takes, f16. llama-graph.cpp, `_k_dsa`. */
  indexerCache(): CacheInputs {
    const known = this.caches.get('indexer')
    if (known) return known
    const cells = sizeOf('cells')
    const keyCells = this.graph.input([tokens], 8)
    const mask = this.graph.input([cells, over(tokens, streams), 1, streams], 2)
    const made = { cells, keyCells, valueCells: keyCells, mask }
    this.caches.set('indexer', made)
    return made
  }

  /** Which tokens of the micro-batch see which, where there is no cache. */
  batchMask(): GraphTensor {
    const width = this.flashAttention ? 2 : 4
    return remembered(this.others, 'batch mask', () => this.graph.input([tokens, tokens], width))
  }

  /** The matrix that turns keys or values before they are quantised. */
  rotation(name: string, width: number): GraphTensor {
    return remembered(this.rotations, `${name} ${width}`, () => this.graph.input([width, width]))
  }

  tokenIds(): GraphTensor {
    return remembered(this.others, 'token ids', () => this.graph.input([tokens]))
  }

  positions(perToken: number): GraphTensor {
    return remembered(this.others, 'positions', () => this.graph.input([times(tokens, perToken)]))
  }

  /** Rows that become logits: those of a micro-batch as it is asked for, before it is divided among sequences. */
  outputs(): GraphTensor {
    return remembered(this.others, 'outputs', () => this.graph.input([sizeOf('outputs')]))
  }

  temperature(): GraphTensor {
    return remembered(this.others, 'temperature', () => this.graph.input([1, 1, tokens]))
  }

  /** Which recurrent state each sequence goes on from, and those that are only moved: none, when all are computed. */
  states(): { readonly computed: GraphTensor; readonly moved: GraphTensor } {
    const all = remembered(this.others, 'states', () => this.graph.input([sizeOf('sequences')]))
    return {
      computed: remembered(this.others, 'computed states', () =>
        this.graph.view(all, [sizeOf('sequences')], true)
      ),
      moved: remembered(this.others, 'moved states', () => this.graph.view(all, [0], true))
    }
  }

  /** An input of one architecture alone. */
  other(name: string, make: () => GraphTensor): GraphTensor {
    return remembered(this.others, name, make)
  }
}

function remembered(map: Map<string, GraphTensor>, name: string, make: () => GraphTensor): GraphTensor {
  const known = map.get(name)
  if (known) return known
  const made = make()
  map.set(name, made)
  return made
}
