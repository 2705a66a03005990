import type { LayerKind, Recurrent } from '../architecture.ts'
import type { LayerCache } from '../layer-cache.ts'
import type { Hparams } from './hparams.ts'
import { type Metadata } from './metadata.ts'

/** The kind of every block of a file. */
export function kindsOf(
  metadata: Metadata,
  hparams: Hparams,
  caches: readonly LayerCache[]
): readonly LayerKind[] {
  const { blocks, sliding, recurrent, parallel, architecture } = hparams
  const ratios = metadata.numbers('attention.compress_ratios', { from: 0, to: 2 ** 16 })
  const state = stateKind(metadata, hparams)
  return Array.from({ length: blocks }, (_, block): LayerKind => {
    if (architecture === 'deepseek4')
      return ratios[block] === 4 ? 'csa' : ratios[block] === 128 ? 'hca' : 'swa'
    if (recurrent[block]) return parallel ? 'parallel_mamba2' : state
    if (sliding?.sliding[block]) return sliding.kind
    const cache = caches[block]
    // A block of a hybrid that keeps nothing is a feed-forward part alone (Nemotron-H).
    const empty = cache !== undefined && cache.stores.length === 0 && cache.state.length === 0
    return empty && recurrent.includes(true) ? 'mlp' : 'full'
  })
}

function stateKind(metadata: Metadata, { architecture }: Hparams): LayerKind & Recurrent['type'] {
  const has = (key: string): boolean => metadata.whole(key, 0, { from: 0, to: 2 ** 24 }) > 0
  if (has('shortconv.l_cache')) return 'shortconv'
  if (has('kda.head_dim')) return 'kda'
  if (architecture === 'minimax-01') return 'lightning'
  if (has('wkv.head_size') || /^qwen(?:3next|35|35moe|4exp)$/u.test(architecture)) return 'gated_delta_net'
  return has('ssm.group_count') || architecture === 'mamba2' ? 'mamba2' : 'mamba1'
}

/** State and convolution of the first recurrent block, with the dimensions they come from. */
export function recurrentOf(
  metadata: Metadata,
  hparams: Hparams,
  caches: readonly LayerCache[]
): Recurrent | undefined {
  const at = hparams.recurrent.indexOf(true)
  if (at < 0) return undefined
  const whole = (key: string): number => metadata.whole(key, 0, { from: 0, to: 2 ** 24 })
  const kept = caches[at]?.state ?? []
  const innerSize = whole('ssm.inner_size')
  const valueHeads = whole('ssm.time_step_rank')
  const type = stateKind(metadata, hparams)
  const heads = type === 'kda' || type === 'lightning' ? (hparams.heads[0] ?? 0) : valueHeads
  const headDim = whole('kda.head_dim') || whole('wkv.head_size') || (heads > 0 ? innerSize / heads : 0)
  return {
    type,
    stateElements: kept.length > 1 ? (kept[1] ?? 0) : type === 'shortconv' ? 0 : (kept[0] ?? 0),
    convElements: kept.length > 1 || type === 'shortconv' ? (kept[0] ?? 0) : 0,
    convKernel: whole('ssm.conv_kernel') || whole('shortconv.l_cache'),
    heads,
    headDim,
    keyHeads: whole('ssm.group_count'),
    valueHeads,
    keyHeadDim: whole('ssm.state_size'),
    valueHeadDim: headDim,
    groups: whole('ssm.group_count'),
    stateSize: whole('ssm.state_size'),
    innerSize,
    dtRank: valueHeads
  }
}
