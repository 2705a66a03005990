import type { Devices, Schedule } from './schedule.ts'
import { type Size, type SizeTable, sizeKey, sizeTable } from './size.ts'
import { bytesOf, canReuse, type GraphTensor, sameLayout } from './tensor.ts'

/** What happens in one device's buffer: blocks are taken and given back. */
export interface BufferSteps {
  /** Triples of (step, block, index of a size). */
  readonly steps: Int32Array
  readonly blocks: number
}

export const take = 0
export const giveBack = 1

/** A graph's use of memory, ready to be measured for any micro-batch and context. */
export interface AllocationPlan {
  readonly sizes: SizeTable
  /** The GPUs in order, then the host. */
  readonly buffers: readonly BufferSteps[]
}

interface State {
  allocated: boolean
  children: number
  views: number
  block: number
  buffer: number
}

/**
 * The order in which ggml's graph allocator takes and gives back memory, without the sizes: a replay of ggml-alloc.c,
 * `ggml_gallocr_alloc_graph_impl`. Leaves and inputs come first; a node may take over an operand that nobody else
 * needs; an operand is given back after its last use.
 */
export function planAllocation({ leaves, nodes }: Schedule, { devices }: Devices): AllocationPlan {
  const states = new Map<GraphTensor, State>()
  const state = (tensor: GraphTensor): State => {
    const known = states.get(tensor)
    if (known) return known
    const fresh = { allocated: false, children: 0, views: 0, block: -1, buffer: -1 }
    states.set(tensor, fresh)
    return fresh
  }
  const buffers = Array.from({ length: devices + 1 }, () => ({ steps: [] as number[], blocks: 0 }))
  const sizes: Size[] = []
  const indices = new Map<string, number>()
  const sizeIndex = (size: Size): number => {
    const key = sizeKey(size)
    const known = indices.get(key)
    if (known !== undefined) return known
    indices.set(key, sizes.length)
    return sizes.push(size) - 1
  }

  const allocate = (tensor: GraphTensor): void => {
    const own = state(tensor)
    if (own.allocated || tensor.external || tensor.viewOf) return
    own.allocated = true
    const reused = canReuse(tensor) ? reusable(tensor, state) : null
    if (reused) {
      own.block = reused.block
      own.buffer = reused.buffer
      return
    }
    const buffer = buffers[tensor.place]
    if (!buffer) throw new Error('a tensor without a place')
    own.buffer = tensor.place
    own.block = buffer.blocks++
    buffer.steps.push(take, own.block, sizeIndex(bytesOf(tensor)))
  }

  const free = (tensor: GraphTensor): void => {
    if (tensor.output) return
    const own = state(tensor)
    buffers[own.buffer]?.steps.push(giveBack, own.block, 0)
    own.allocated = false
  }

  for (const leaf of leaves) allocate(leaf)
  for (const node of nodes) {
    if (node.viewOf && node.op !== 'none') state(node.viewOf).views++
    if (node.input) allocate(node)
    for (const source of node.sources) {
      state(source).children++
      if (source.input) allocate(source)
    }
  }
  for (const node of nodes) {
    for (const source of node.sources) allocate(source)
    allocate(node)
    for (const source of node.sources) {
      const own = state(source)
      own.children--
      if (own.children > 0 || own.views > 0) continue
      if (source.viewOf) {
        const base = state(source.viewOf)
        base.views--
        if (base.views === 0 && base.children === 0 && base.allocated) free(source.viewOf)
      } else if (own.allocated) free(source)
    }
  }
  return {
    sizes: sizeTable(sizes),
    buffers: buffers.map(({ steps, blocks }) => ({ steps: Int32Array.from(steps), blocks }))
  }
}

/**
 * The operand whose memory the result takes over: of the same layout, needed by nobody else, not kept, and no view,
 * because a view owns nothing (ggml-alloc.c, `ggml_gallocr_is_own`).
 */
function reusable(tensor: GraphTensor, state: (of: GraphTensor) => State): State | null {
  for (const source of tensor.sources) {
    if (source.viewOf || source.external || source.output || !sameLayout(tensor, source)) continue
    const own = state(source)
    if (!own.allocated || own.children !== 1 || own.views !== 0) continue
    own.allocated = false
    return own
  }
  return null
}
