import { type GraphBlock, has, normed, weightOf } from './block.ts'
import { feedForward } from './feed-forward.ts'
import { routedExperts } from './mixture.ts'
import type { GraphTensor } from './tensor.ts'

/** Blocks whose dense part and experts have a norm each, before and after them (Gemma 4). */
export const expertsBesideDense = (block: GraphBlock): boolean =>
  has(block, 'ffn_gate_inp') && has(block, 'post_ffw_norm_1')

/**
 * Dense part and routed experts side by side, the router reading the residual: [hidden, tokens] in and out. llama.cpp
 * src/models/gemma4.cpp.
 */
export function besideDensePart(block: GraphBlock, residual: GraphTensor): GraphTensor {
  const { graph } = block
  const dense = normed(block, 'post_ffw_norm_1', feedForward(block, normed(block, 'ffn_norm', residual)))
  const inner = normed(block, 'pre_ffw_norm_2', residual)
  let read = graph.map('scale', graph.map('rms_norm', residual))
  read = graph.mul(
    read,
    weightOf(block, 'ffn_gate_inp.scale') ?? graph.weight([residual.shape[0]], block.place)
  )
  const router = weightOf(block, 'ffn_gate_inp')
  const logits = router ? graph.mulMat(router, read) : read
  const routed = normed(block, 'post_ffw_norm_2', routedExperts(block, inner, inner, logits))
  return graph.add(dense, routed)
}
