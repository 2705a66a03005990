import type { Experts } from '../architecture.ts'
import { blockInName, roleOf } from './file-tensors.ts'
import { limits } from './limits.ts'
import { counts, type Metadata, widths } from './metadata.ts'
import type { GgufTensor } from './tensor-list.ts'

/**
 * The experts of a file: which blocks have them, and how wide they are, from its tensors; how many a token uses from its
 * metadata. Undefined for a dense model.
 */
export function expertsOf(
  metadata: Metadata,
  blocks: number,
  tensors: readonly GgufTensor[]
): Experts | undefined {
  const routed = tensors.filter(({ name }) => roleOf(name) === 'experts')
  const count = metadata.whole('expert_count', routed[0]?.shape[2] ?? 0, counts)
  if (count === 0 || routed.length === 0) return undefined
  const perToken = mostUsed(metadata, blocks, count)
  const layers = [...new Set(routed.map(({ name }) => blockInName(name) ?? 0))].sort((a, b) => a - b)
  const [firstDense = 0, second = firstDense + 1] = layers
  const up = routed.find(({ name }) => /_(?:up|gate)_exps/u.test(name))
  const merged = routed.find(({ name }) => name.includes('_gate_up_exps'))
  const width = up?.shape[1] ?? (merged?.shape[1] ?? 0) / 2
  const shared = sharedExperts(tensors)
  const sharedCount = metadata.whole('expert_shared_count', 0, counts)
  return {
    count,
    perToken,
    shared: shared === 0 ? 0 : Math.max(1, sharedCount),
    width,
    ...(shared > 0 && { sharedWidth: shared }),
    firstDense,
    every: Math.max(1, second - firstDense),
    layers
  }
}

/** Blocks may use different numbers of experts; the most counts. */
function mostUsed(metadata: Metadata, blocks: number, count: number): number {
  const key = 'expert_used_count'
  const used = Math.max(0, ...metadata.perBlock(key, blocks, [], { from: 0, to: limits.experts }))
  if (used < 1 || used > count) {
    throw metadata.refuse(key, String(used), `a whole number from 1 to the ${count} experts`)
  }
  return used
}

const sharedExperts = (tensors: readonly GgufTensor[]): number =>
  tensors.find(({ name }) => name.endsWith('.ffn_up_shexp.weight'))?.shape[1] ?? 0

/** Widths of the dense feed-forward parts: one number where all are alike; null when every block is routed. */
export function denseWidths(
  widthsOfBlocks: readonly number[],
  experts: Experts | undefined
): number | readonly number[] | null {
  const dense = widthsOfBlocks.filter((_, block) => !experts?.layers?.includes(block))
  if (dense.length === 0) return null
  const [first = 0] = dense
  return dense.every((width) => width === first)
    ? first
    : widthsOfBlocks.map((width) => Math.min(width, widths.to))
}
