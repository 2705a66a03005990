import { type Result, err, ok } from '../../result.ts'
import { type CacheSpec, type LayerSpec, pageOf } from './cache-spec.ts'

/** Layers of one kind that share a table of blocks. */
export interface CacheGroup {
  readonly spec: CacheSpec
  readonly layers: readonly number[]
}

/** How vLLM has cut the layers: one pool of equal blocks serves all groups. */
export interface CacheGroups {
  readonly groups: readonly CacheGroup[]
  /** Bytes of one block of one layer; of the layers of a group together where they differ in width. */
  readonly pageBytes: number
  /** Layers of differing width in one group: a block of the pool has one page of each. */
  readonly mixed: boolean
  /** Layers added so that all groups are equally long. */
  readonly padding: number
}

/** A group may be this much longer than the shortest kind before it is cut (kv_cache_utils.py). */
const nearlyEqual = 1.5

const keyOf = (spec: CacheSpec): string =>
  spec.kind === 'state'
    ? `state ${spec.pageBytes}`
    : `${spec.kind} ${spec.block} ${spec.bytesPerToken} ${spec.kind === 'full' ? '' : spec.window}`

/**
 * Cuts the layers into groups as vLLM's KV cache manager does (vllm/v1/core/kv_cache_utils.py):
 *
 * 1. all layers alike, or all of full attention: one group;
 * 2. else every page is made as large as the largest by more tokens in a block, which must divide it;
 * 3. groups are as long as the rarest kind - or as the commonest, where that is less than 1.5 times as common;
 *    the last group of a kind is padded.
 *
 * The error is vLLM's own refusal: pages that cannot be made equal.
 */
export function cacheGroups(layers: readonly LayerSpec[]): Result<CacheGroups, string> {
  const kinds = bySpec(layers)
  const [only] = kinds
  if (!only) return ok({ groups: [], pageBytes: 0, mixed: false, padding: 0 })
  if (kinds.length === 1) {
    return ok({ groups: [only], pageBytes: pageOf(only.spec), mixed: false, padding: 0 })
  }
  if (kinds.every(({ spec }) => spec.kind === 'full')) {
    const spec = { ...only.spec }
    const pageBytes = layers.reduce((sum, layer) => sum + pageOf(layer.spec), 0)
    return ok({
      groups: [{ spec, layers: layers.map(({ layer }) => layer) }],
      pageBytes,
      mixed: true,
      padding: 0
    })
  }
  const pageBytes = Math.max(...kinds.map(({ spec }) => pageOf(spec)))
  const equal: CacheGroup[] = []
  for (const { spec, layers: of } of kinds) {
    const page = pageOf(spec)
    if (pageBytes % page !== 0) {
      return err(`its layers keep pages of ${pageBytes} and ${page} bytes, which vLLM cannot make equal`)
    }
    equal.push({
      spec: spec.kind === 'state' ? spec : { ...spec, block: spec.block * (pageBytes / page) },
      layers: of
    })
  }
  return ok({ ...cut(equal), pageBytes, mixed: false })
}

function bySpec(layers: readonly LayerSpec[]): readonly CacheGroup[] {
  const kinds = new Map<string, { spec: CacheSpec; layers: number[] }>()
  for (const { layer, spec } of layers) {
    const kind = kinds.get(keyOf(spec)) ?? { spec, layers: [] }
    kind.layers.push(layer)
    kinds.set(keyOf(spec), kind)
  }
  return [...kinds.values()]
}

function cut(kinds: readonly CacheGroup[]): Pick<CacheGroups, 'groups' | 'padding'> {
  const counts = kinds.map(({ layers }) => layers.length)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  const size = most < least * nearlyEqual ? most : least
  const groups: CacheGroup[] = []
  let padding = 0
  for (const { spec, layers } of kinds) {
    const number = Math.ceil(layers.length / size)
    padding += number * size - layers.length
    // Every n-th layer, so that each pipeline stage has its share of every group.
    for (let at = 0; at < number; at++)
      groups.push({ spec, layers: layers.filter((_, i) => i % number === at) })
  }
  return { groups, padding }
}

/** Layers of the longest group that lie in a stage: how many tensors the pool of that stage is. */
export function pagesPerBlock(
  { groups, mixed }: CacheGroups,
  inStage: (layer: number) => boolean = () => true
): number {
  if (mixed) return 1
  return Math.max(0, ...groups.map(({ layers }) => layers.filter(inStage).length))
}
