import { err, ok, type Result } from '../../result.ts'
import { Fault, type GgufFault } from './fault.ts'
import { hparamsOf } from './hparams.ts'
import { limits } from './limits.ts'
import { Metadata, widths } from './metadata.ts'
import type { FirstKeys } from './header.ts'

/** The widths and counts that tell models apart; a file's keys have them before its tensors are read. */
export interface ModelShape {
  /** `general.architecture`; null where llama.cpp has no loader for it. */
  readonly gguf: string | null
  readonly hiddenSize: number
  /** Blocks that a token passes through. */
  readonly trunk: number
  readonly heads: number
  readonly kvHeads: number
  readonly experts: number
  /** Of one routed expert; 0 without experts, or where the file does not say. */
  readonly expertWidth: number
  /** Of the dense feed-forward parts where all are alike, else null. */
  readonly feedForward: number | null
  /** Tokens; null where the file does not say. */
  readonly vocabSize: number | null
}

/**
 * The shape that the keys of a file state. Null when the bytes that were read end before its blocks and its width are
 * named; the error names a key whose value no model could have.
 */
export function keyShape({ metadata, all }: FirstKeys): Result<ModelShape | null, GgufFault> {
  const keys = new Metadata({ metadata })
  if (!all && !(keys.has('block_count') && keys.has('embedding_length') && reachesTokens(keys)))
    return ok(null)
  try {
    return ok(shapeOf(keys))
  } catch (fault) {
    if (fault instanceof Fault) return err(fault.fault)
    throw fault
  }
}

/** Keys of the architecture stand before those of the tokenizer: what is missing now is not there. */
const reachesTokens = (keys: Metadata): boolean =>
  keys.value('tokenizer.ggml.tokens') !== undefined || keys.value('tokenizer.ggml.model') !== undefined

function shapeOf(keys: Metadata): ModelShape {
  const { architecture, known, hiddenSize, blocks, trunk, heads, kvHeads, feedForward } = hparamsOf(keys, [])
  const experts = keys.whole('expert_count', 0, { from: 0, to: limits.experts })
  // Whether a DeepSeek V4 file holds the blocks for prediction that it counts, its tensors tell (hparams.ts).
  const predicting =
    architecture === 'deepseek4' ? keys.whole('nextn_predict_layers', 0, { from: 0, to: blocks - 1 }) : 0
  const [width = 0] = feedForward
  const tokens = keys.value('tokenizer.ggml.tokens')
  const listed = typeof tokens === 'object' ? tokens.length : 0
  return {
    gguf: known ? architecture : null,
    hiddenSize,
    trunk: trunk - predicting,
    heads: Math.max(0, ...heads),
    kvHeads: Math.max(0, ...kvHeads),
    experts,
    // Mixtral and others give their experts the width of a dense layer.
    expertWidth: experts === 0 ? 0 : keys.whole('expert_feed_forward_length', 0, widths) || width,
    feedForward: feedForward.every((each) => each === width) ? width : null,
    vocabSize: keys.whole('vocab_size', listed, { from: 0, to: 2 ** 24 }) || null
  }
}
