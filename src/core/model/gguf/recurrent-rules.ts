import {
  recurrentByInterval,
  recurrentOnly,
  recurrentWithoutHeads,
  recurrentWithoutParts
} from './known-architectures.ts'
import { counts, type Metadata } from './metadata.ts'

interface PerBlock {
  readonly heads: readonly number[]
  readonly kvHeads: readonly number[]
  readonly feedForward: readonly number[]
}

/** Which blocks keep a state of fixed size, and whether they have attention beside it. */
export interface RecurrentBlocks {
  readonly blocks: readonly boolean[]
  readonly parallel: boolean
}

/** `is_recr_impl` as `load_arch_hparams` of each architecture fills it (src/models/*.cpp). */
export function recurrentBlocks(
  metadata: Metadata,
  known: boolean,
  blocks: number,
  trunk: number,
  lists: PerBlock
): RecurrentBlocks {
  const { architecture } = metadata
  const where = (is: (block: number) => boolean): RecurrentBlocks => ({
    blocks: Array.from({ length: blocks }, (_, block) => block < trunk && is(block)),
    parallel: false
  })
  const headless = (block: number): boolean => lists.kvHeads[block] === 0
  if (recurrentOnly.has(architecture)) return where(() => true)
  if (architecture === 'falcon-h1') return { ...where(() => true), parallel: true }
  if (recurrentWithoutHeads.has(architecture)) return where(headless)
  if (recurrentWithoutParts.has(architecture))
    return where((block) => headless(block) && lists.feedForward[block] === 0)
  if (recurrentByInterval.has(architecture)) return where(byInterval(metadata, trunk))
  if (known || !hasState(metadata)) return where(() => false)
  // Another engine's hybrid: as its metadata lists the blocks, else those without KV heads, else all of them.
  if (metadata.has('attention.recurrent_layers') || metadata.has('full_attention_interval'))
    return where(byInterval(metadata, trunk))
  if (lists.kvHeads.some((_, block) => headless(block))) return where(headless)
  return { ...where(() => true), parallel: true }
}

/** The keys of which one says that there is a state at all. */
const stateKeys = ['ssm.state_size', 'wkv.head_size', 'kda.head_dim', 'shortconv.l_cache']

const hasState = (metadata: Metadata): boolean =>
  stateKeys.some((key) => metadata.whole(key, 0, { from: 0, to: 2 ** 20 }) > 0)

/** A list of flags (or one for all); else every n-th block has attention. */
function byInterval(metadata: Metadata, trunk: number): (block: number) => boolean {
  const key = 'attention.recurrent_layers'
  const listed = metadata.flags(key, trunk)
  if (listed) return (block) => listed[block] ?? false
  if (metadata.has(key)) {
    const all = metadata.whole(key, 0, { from: 0, to: 1 }) === 1
    return () => all
  }
  const usual = metadata.architecture === 'minimax-01' ? 8 : 4
  const interval = metadata.whole('full_attention_interval', usual, { ...counts, from: 1 })
  return (block) => (block + 1) % interval !== 0
}
