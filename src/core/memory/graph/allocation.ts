import type { Repeat } from './repeats.ts'
import type { Devices, Schedule } from './schedule.ts'
import { type Size, type SizeTable, sizeKey, sizeTable } from './size.ts'
import { bytesOf, canReuse, type GraphTensor, sameLayout } from './tensor.ts'

/** What happens in one device's buffer: blocks are taken and given back. */
export interface BufferSteps {
  /** Triples of (step, block, index of a size). */
  readonly steps: Int32Array
  readonly blocks: number
  readonly loops: readonly Loop[]
}

/** Steps that come several times, once for every period of a run of equal layers. */
export interface Loop {
  readonly from: number
  readonly to: number
  /** Which of the stack's repeats it belongs to. */
  readonly repeat: number
  /** Pairs (before, after): what the period hands on to the next one in the place of what it was given. */
  readonly handedOn: Int32Array
}

export const take = 0
export const giveBack = 1

/** A graph's use of memory, ready to be measured for any micro-batch and context. */
export interface AllocationPlan {
  /** Whether the graph is the engine's own; false: built by general rules, its bytes are modelled. */
  readonly exact: boolean
  readonly sizes: SizeTable
  /** The GPUs in order, then the host. */
  readonly buffers: readonly BufferSteps[]
  /** How often each repeated period came in the stack the graph was built for. */
  readonly repeats: readonly number[]
}

/**
 * The order in which ggml's graph allocator takes and gives back memory, without the sizes: a replay of ggml-alloc.c,
 * `ggml_gallocr_alloc_graph_impl`. Leaves and inputs come first; a node may take over an operand that nobody else
 * needs; an operand is given back after its last use.
 */
export function planAllocation(
  { leaves, nodes }: Schedule,
  { devices }: Devices,
  repeats: readonly Repeat[] = []
): AllocationPlan {
  for (const leaf of leaves) leaf.forget()
  for (const node of nodes) node.forget()
  const buffers = Array.from({ length: devices + 1 }, () => ({ steps: [] as number[], blocks: 0 }))
  const sizes: Size[] = []
  const indices = new Map<number | string, number>()
  const sizeIndex = (size: Size): number => {
    const key = typeof size === 'number' ? size : sizeKey(size)
    const known = indices.get(key)
    if (known !== undefined) return known
    indices.set(key, sizes.length)
    return sizes.push(size) - 1
  }

  const allocate = (tensor: GraphTensor): void => {
    if (tensor.allocated || tensor.external || tensor.viewOf) return
    tensor.allocated = true
    const reused = canReuse(tensor) ? reusable(tensor) : null
    if (reused) {
      tensor.memoryBlock = reused.memoryBlock
      tensor.buffer = reused.buffer
      return
    }
    const buffer = buffers[tensor.place]
    if (!buffer) throw new Error('a tensor without a place')
    tensor.buffer = tensor.place
    tensor.memoryBlock = buffer.blocks++
    buffer.steps.push(take, tensor.memoryBlock, sizeIndex(bytesOf(tensor)))
  }

  const free = (tensor: GraphTensor): void => {
    if (tensor.output) return
    buffers[tensor.buffer]?.steps.push(giveBack, tensor.memoryBlock, 0)
    tensor.allocated = false
  }

  for (const leaf of leaves) allocate(leaf)
  for (const node of nodes) {
    if (node.viewOf && node.op !== 'none') node.viewOf.views++
    if (node.input) allocate(node)
    for (const source of node.sources) {
      source.children++
      if (source.input) allocate(source)
    }
  }
  // Where each built block begins, by buffer: a position in its steps.
  const begins: (readonly number[])[] = []
  const lastOf = lastNodes(nodes)
  for (const [i, node] of nodes.entries()) {
    while (begins.length < lastOf.length && i > (lastOf[begins.length] as number))
      begins.push(buffers.map(({ steps }) => steps.length))
    for (const source of node.sources) allocate(source)
    allocate(node)
    for (const source of node.sources) {
      source.children--
      if (source.children > 0 || source.views > 0) continue
      const base = source.viewOf
      if (base) {
        base.views--
        if (base.views === 0 && base.children === 0 && base.allocated) free(base)
      } else if (source.allocated) free(source)
    }
  }
  return {
    exact: true,
    sizes: sizeTable(sizes),
    buffers: buffers.map(({ steps, blocks }, buffer) => ({
      steps: Int32Array.from(steps),
      blocks,
      loops: repeats.flatMap(
        (repeat, number) => loopOf(steps, repeat, number, (block) => begins[block]?.[buffer]) ?? []
      )
    })),
    repeats: repeats.map(({ times }) => times)
  }
}

/**
 * For every built block, the position of the last node of the blocks before it: what comes later belongs to it and
 * its successors, though some of its own nodes may have come earlier.
 */
function lastNodes(nodes: readonly GraphTensor[]): number[] {
  const last: number[] = []
  for (const [i, { block }] of nodes.entries()) if (block >= 0) last[block + 1] = i
  let latest = -1
  for (let block = 0; block < last.length; block++) last[block] = latest = Math.max(latest, last[block] ?? -1)
  return last
}

/** The steps of a repeated period; null where they do not hand on what they take over, and so cannot be repeated. */
function loopOf(
  steps: readonly number[],
  { from, to }: Repeat,
  number: number,
  begin: (block: number) => number | undefined
): Loop | null {
  const [before, start, end] = [begin(2 * from - to), begin(from), begin(to)]
  if (before === undefined || start === undefined || end === undefined) return null
  const given = alive(steps, before, start)
  const left = alive(steps, start, end)
  if (given.length !== left.length) return null
  const handedOn = given.flatMap((block, i) => [block, left[i] as number])
  return { from: start, to: end, repeat: number, handedOn: Int32Array.from(handedOn) }
}

/** Blocks taken and not given back between two positions. */
function alive(steps: readonly number[], from: number, to: number): number[] {
  const blocks = new Set<number>()
  for (let i = from; i < to; i += 3) {
    const block = steps[i + 1] as number
    if (steps[i] === take) blocks.add(block)
    else blocks.delete(block)
  }
  return [...blocks]
}

/**
 * The operand whose memory the result takes over: of the same layout, needed by nobody else, not kept, and no view,
 * because a view owns nothing (ggml-alloc.c, `ggml_gallocr_is_own`).
 */
function reusable(tensor: GraphTensor): GraphTensor | null {
  for (const source of tensor.sources) {
    if (source.viewOf || source.external || source.output || !sameLayout(tensor, source)) continue
    if (!source.allocated || source.children !== 1 || source.views !== 0) continue
    source.allocated = false
    return source
  }
  return null
}
