import { limits } from './limits.ts'
import { isKnownArchitecture } from './known-architectures.ts'
import { counts, type Metadata, widths } from './metadata.ts'
import { recurrentBlocks } from './recurrent-rules.ts'
import { type SlidingBlocks, slidingBlocks } from './sliding-rules.ts'
import type { GgufTensor } from './tensor-list.ts'

/**
 * What llama.cpp reads of a model before it loads a weight (`llama_model_base::load_hparams`, src/llama-model.cpp, and
 * `load_arch_hparams` of src/models/*.cpp, release v0.5.0). Lists have one entry per block.
 */
export interface Hparams {
  readonly architecture: string
  /** llama.cpp has a loader for it; else the general rules were applied. */
  readonly known: boolean
  readonly hiddenSize: number
  readonly contextLength: number | null
  /** All blocks that are placed, those of multi-token prediction at the end included. */
  readonly blocks: number
  /** Blocks that a token passes through. */
  readonly trunk: number
  readonly heads: readonly number[]
  readonly kvHeads: readonly number[]
  readonly feedForward: readonly number[]
  /** Widths of key and value heads, in blocks that see everything and in those with a window. */
  readonly keyLength: number
  readonly valueLength: number
  readonly slidingKeyLength: number
  readonly slidingValueLength: number
  readonly rotated: number
  /** Widths of the decompressed heads of latent attention; null without. */
  readonly latent: { readonly keyLength: number; readonly valueLength: number } | null
  readonly sliding: SlidingBlocks | null
  readonly recurrent: readonly boolean[]
  /** Attention and recurrent heads side by side in every block (Falcon-H1). */
  readonly parallel: boolean
  /** Blocks from here on reuse the cache of earlier ones. */
  readonly cachedBlocks: number
}

export function hparamsOf(metadata: Metadata, tensors: readonly GgufTensor[]): Hparams {
  const { architecture } = metadata
  const known = isKnownArchitecture(architecture)
  const { blocks, trunk, stacks } = countBlocks(metadata, tensors)
  const perStack = (key: string, otherwise: readonly number[]): readonly number[] =>
    repeated(metadata.perBlock(key, stacks.blocks, otherwise, widths), blocks)
  const hiddenSize = metadata.required('embedding_length', { ...widths, from: 1 })
  const none = Array<number>(stacks.blocks).fill(0)
  const heads = perStack('attention.head_count', none)
  const kvHeads = perStack('attention.head_count_kv', heads.slice(0, stacks.blocks))
  const feedForward = perStack('feed_forward_length', none)
  const lengths = headLengths(metadata, hiddenSize, heads[0] ?? 0)
  const recurrent = recurrentBlocks(metadata, known, blocks, trunk, { heads, kvHeads, feedForward })
  const sliding = slidingBlocks(metadata, known, trunk, (at) => !recurrent.blocks[at])
  checkHeads(metadata, heads, kvHeads)
  return {
    architecture,
    known,
    hiddenSize,
    contextLength: metadata.has('context_length')
      ? metadata.whole('context_length', 0, { from: 0, to: 2 ** 32 - 1 }) || null
      : null,
    blocks,
    trunk,
    ...routerBlock(architecture, blocks, { heads, kvHeads, feedForward }),
    ...lengths,
    latent: latentLengths(metadata),
    sliding: sliding && withMtpBlocks(sliding, architecture, blocks),
    recurrent: recurrent.blocks,
    parallel: recurrent.parallel,
    cachedBlocks: blocks - sharedBlocks(metadata, blocks)
  }
}

const repeated = (list: readonly number[], blocks: number): readonly number[] =>
  Array.from({ length: blocks }, (_, at) => list[at % list.length] ?? 0)

/**
 * `block_count` blocks, the last `nextn_predict_layers` of them for multi-token prediction. Nanbeige runs its stack
 * `num_loops` times, each time with a cache of its own; Granite Switch adds a block for its router.
 */
function countBlocks(
  metadata: Metadata,
  tensors: readonly GgufTensor[]
): { blocks: number; trunk: number; stacks: { blocks: number } } {
  const { architecture } = metadata
  const bounds = { from: 1, to: limits.blocks }
  const stack = metadata.required('block_count', bounds)
  const loops = architecture === 'nanbeige' ? metadata.whole('num_loops', 1, bounds) : 1
  const blocks = stack * loops + (architecture === 'graniteswitch' ? 1 : 0)
  if (blocks > limits.blocks) {
    throw metadata.refuse('num_loops', String(loops), `as many as make ${limits.blocks} blocks at most`)
  }
  const named = metadata.whole('nextn_predict_layers', 0, { from: 0, to: stack })
  return {
    blocks,
    trunk: blocks - predictors(architecture, named, stack, tensors),
    stacks: { blocks: stack }
  }
}

/** A DeepSeek V4 file may count blocks for prediction that it does not hold (src/models/deepseek4.cpp). */
function predictors(
  architecture: string,
  named: number,
  blocks: number,
  tensors: readonly GgufTensor[]
): number {
  // A file of nothing but prediction blocks is a draft model: they are its stack.
  if (named === 0 || named === blocks || architecture === 'graniteswitch') return 0
  if (architecture !== 'deepseek4') return named
  return tensors.some(({ name }) => name === `blk.${blocks - named}.nextn.eh_proj.weight`) ? named : 0
}

function headLengths(
  metadata: Metadata,
  hiddenSize: number,
  heads: number
): Pick<Hparams, 'keyLength' | 'valueLength' | 'slidingKeyLength' | 'slidingValueLength' | 'rotated'> {
  const usual = heads > 0 ? Math.floor(hiddenSize / heads) : 0
  // Without heads in the first block llama.cpp does not look for their width, except for PLaMo 2.
  const reads = heads > 0 || metadata.architecture === 'plamo2'
  const length = (key: string, otherwise: number): number =>
    reads ? metadata.whole(key, otherwise, widths) : 0
  const keyLength = length('attention.key_length', usual)
  const valueLength = length('attention.value_length', usual)
  return {
    keyLength,
    valueLength,
    slidingKeyLength: metadata.whole('attention.key_length_swa', keyLength, widths),
    slidingValueLength: metadata.whole('attention.value_length_swa', valueLength, widths),
    rotated: length('rope.dimension_count', keyLength)
  }
}

/** Keys of queries are shared out among KV heads: neither may be missing where the other is not. */
function checkHeads(metadata: Metadata, heads: readonly number[], kvHeads: readonly number[]): void {
  for (const [block, kv] of kvHeads.entries()) {
    if (kv === 0 || (heads[block] ?? 0) > 0) continue
    throw metadata.refuse('attention.head_count', `0 in block ${block}`, 'a whole number from 1 to 65536')
  }
  const most = Math.max(...heads, ...kvHeads)
  if (most > counts.to) {
    throw metadata.refuse('attention.head_count', String(most), `a whole number from 1 to ${counts.to}`)
  }
}

function latentLengths(metadata: Metadata): Hparams['latent'] {
  const keyLength = metadata.whole('attention.key_length_mla', 0, widths)
  const valueLength = metadata.whole('attention.value_length_mla', 0, widths)
  return keyLength > 0 && valueLength > 0 ? { keyLength, valueLength } : null
}

/** Gemma 3n caches its first 20 blocks, Gemma 4 all but as many as it names (`n_layer_kv_from_start`). */
function sharedBlocks(metadata: Metadata, blocks: number): number {
  if (metadata.architecture === 'gemma3n') return Math.max(0, blocks - 20)
  if (metadata.architecture !== 'gemma4' && isKnownArchitecture(metadata.architecture)) return 0
  return metadata.whole('attention.shared_kv_layers', 0, { from: 0, to: blocks })
}

/** The blocks of DeepSeek V4 that predict further tokens have a window too. */
function withMtpBlocks(sliding: SlidingBlocks, architecture: string, blocks: number): SlidingBlocks {
  const rest = Array<boolean>(blocks - sliding.sliding.length).fill(architecture === 'deepseek4')
  return { ...sliding, sliding: [...sliding.sliding, ...rest] }
}

type PerBlock = Pick<Hparams, 'heads' | 'kvHeads' | 'feedForward'>

/** The router of Granite Switch is a block with one head and nothing else (src/models/granite-switch.cpp). */
function routerBlock(architecture: string, blocks: number, lists: PerBlock): PerBlock {
  if (architecture !== 'graniteswitch') return lists
  const last = (list: readonly number[], value: number): readonly number[] => [
    ...list.slice(0, blocks - 1),
    value
  ]
  return {
    heads: last(lists.heads, 1),
    kvHeads: last(lists.kvHeads, 1),
    feedForward: last(lists.feedForward, 0)
  }
}
