import type { Graph } from './graph.ts'
import { over, plus, product, type Size, sizeOf, times } from './size.ts'
import { GraphTensor, isViewOp, nowhere } from './tensor.ts'

/** A graph cut into pieces that one device computes each, with what is copied to it first. */
export interface Schedule {
  /** What is allocated before anything is computed, in order. */
  readonly leaves: readonly GraphTensor[]
  /** Everything else in the order of its allocation. */
  readonly nodes: readonly GraphTensor[]
}

/** `devices` GPUs, and the host behind them; `copies` of every input where GPUs work as a pipeline. */
export interface Devices {
  readonly devices: number
  readonly copies: number
}

interface Split {
  readonly place: number
  readonly inputs: GraphTensor[]
  readonly nodes: GraphTensor[]
}

/**
 * Decides where each tensor is computed and what crosses from one device to another.
 *
 * A replay of ggml-backend.cpp, `ggml_backend_sched_split_graph`, for devices that support every operation and memory
 * that only its own device reads: operations go where their weights are; what has none follows its neighbours, GPUs
 * first; inputs lie on the host; a split begins with copies of what it needs from elsewhere.
 */
export function schedule(graph: Graph, { devices, copies }: Devices): Schedule {
  const host = devices
  place(graph, host)
  const copied = new Map<GraphTensor, Map<number, GraphTensor>>()
  const pipelined: GraphTensor[] = []
  const splits: Split[] = []
  let split: Split | undefined
  for (const node of graph.nodes) {
    if (isViewOp(node)) {
      ;(split ?? (splits[0] = split = { place: firstPlace(graph, host), inputs: [], nodes: [] })).nodes.push(
        node
      )
      continue
    }
    if (!split || node.place !== split.place || needsWeightFromElsewhere(node, split)) {
      split = { place: node.place, inputs: [], nodes: [] }
      splits.push(split)
    }
    for (let i = 0; i < node.sources.length; i++) {
      const source = node.sources[i] as GraphTensor
      if (source.input && copies > 1 && !copied.get(source)?.has(source.place)) {
        remember(copied, source, source.place, source)
        source.output = true
        pipelined.push(...repeated(source, source.place, copies - 1), source)
      }
      if (source.place === split.place) continue
      const there = copied.get(source)?.get(split.place) ?? copyOf(source, split.place, copies > 1)
      if (!copied.get(source)?.has(split.place)) {
        remember(copied, source, split.place, there)
        split.inputs.push(source)
      }
      node.sources[i] = there
    }
    split.nodes.push(node)
  }
  const moved = splits.flatMap(({ inputs, place: at }) =>
    inputs.map((input) => ({ input, there: copied.get(input)?.get(at) as GraphTensor }))
  )
  const ahead =
    copies > 1
      ? moved.flatMap(({ input, there }) => [there, ...repeated(input, there.place, copies - 1)])
      : []
  let next = 0
  return {
    leaves: [...pipelined, ...ahead, ...graph.leaves],
    nodes: splits.flatMap(({ inputs, nodes }) => [
      ...inputs.flatMap((input) => [dependency(input), (moved[next++] as { there: GraphTensor }).there]),
      ...nodes
    ])
  }
}

function remember(
  copied: Map<GraphTensor, Map<number, GraphTensor>>,
  of: GraphTensor,
  at: number,
  copy: GraphTensor
): void {
  const known = copied.get(of) ?? new Map<number, GraphTensor>()
  known.set(at, copy)
  copied.set(of, known)
}

const firstPlace = (graph: Graph, host: number): number =>
  graph.nodes.find((node) => !isViewOp(node))?.place ?? host

/** A new split lets the memory of weights that were copied for an earlier operation be used again. */
const needsWeightFromElsewhere = (node: GraphTensor, split: Split): boolean =>
  split.inputs.length > 0 && node.sources.some((source) => source.weight && source.place !== split.place)

function place({ leaves, nodes }: Graph, host: number): void {
  for (const leaf of leaves) if (leaf.place === nowhere && leaf.input) leaf.place = host
  for (const node of nodes) if (node.place === nowhere) node.place = placeOfOperands(node)
  const backwards = [...nodes].reverse()
  spread(nodes, host)
  spread(backwards, host)
  spread(nodes, nowhere)
  spread(backwards, nowhere)
  for (const node of nodes) {
    if (node.place === nowhere) node.place = node.viewOf?.place ?? host
    for (const source of node.sources)
      if (source.place === nowhere) source.place = source.viewOf ? source.viewOf.place : node.place
  }
}

/** Where the written cache or the weights are. Rope factors and sinks are too small to decide. */
function placeOfOperands(node: GraphTensor): number {
  if (node.viewOf?.external) return node.viewOf.place
  if (node.op === 'rope' || node.op === 'flash_attn') return nowhere
  return node.sources.find((source) => source.weight)?.place ?? nowhere
}

/** Unplaced nodes take the place of the one before them, unless that is `ignored`. */
function spread(nodes: readonly GraphTensor[], ignored: number): void {
  let current = nowhere
  for (const node of nodes) {
    if (isViewOp(node)) continue
    if (node.place !== nowhere) current = node.place === ignored ? nowhere : node.place
    else if (current !== nowhere) node.place = current
  }
}

function copyOf(of: GraphTensor, at: number, kept: boolean): GraphTensor {
  const { shape, contiguous, width } = of
  const kind = kept ? 'input' : 'computed'
  const extent = extentOf(of)
  const copy = new GraphTensor('none', shape, [], width, null, contiguous, kind, at, -1, extent)
  copy.output = kept
  return copy
}

/**
 * Elements between the first and the last one of a view with gaps, which its copy keeps (ggml.c, `ggml_nbytes`;
 * ggml-backend.cpp, `ggml_dup_tensor_layout`): all of what it shows but the rest of the last token. Null without gaps.
 */
function extentOf(of: GraphTensor): Size | null {
  const [shown] = of.sources
  if (of.contiguous || !isViewOp(of) || !shown) return null
  if (of.op !== 'view') return extentOf(shown)
  const all = product(shown.shape)
  const missing = over(plus(product(of.shape), times(all, -1)), tokens)
  return plus(all, missing)
}

const tokens = sizeOf('tokens')

const repeated = (of: GraphTensor, at: number, times: number): GraphTensor[] =>
  Array.from({ length: times }, () => copyOf(of, at, true))

/** Keeps the original until it has been copied. */
const dependency = (of: GraphTensor): GraphTensor =>
  new GraphTensor('none', of.shape, [of], of.width, of.viewOf ?? of, true, 'computed', of.place)
