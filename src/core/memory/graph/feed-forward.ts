import { type GraphBlock, has, normed, project } from './block.ts'
import type { GraphTensor } from './tensor.ts'

/**
 * A dense feed-forward part: gate and up, activation, down. llama-graph.cpp, `build_ffn`, which
 * leaves out what the block does not have. `suffix`: `_shexp`.
 */
export function feedForward(block: GraphBlock, x: GraphTensor, suffix = ''): GraphTensor {
  const { graph } = block
  const up = project(block, `ffn_up${suffix}`, x) ?? x
  const gate = project(block, `ffn_gate${suffix}`, x)
  const down = block.weights.get(`ffn_down${suffix}.weight`)
  let inner = gate ? graph.glu(gate, up) : ungated(block, up, down?.[0] ?? (up.shape[0] as number))
  if (suffix === '') inner = normed(block, 'ffn_sub_norm', inner)
  return project(block, `ffn_down${suffix}`, inner) ?? inner
}

/** One tensor of both halves (Phi-3), or an activation in place, squared or not. */
function ungated({ graph, traits }: GraphBlock, up: GraphTensor, width: number): GraphTensor {
  if (up.shape[0] === 2 * width) return graph.gluHalves(up)
  const activated = graph.map('unary', up)
  return traits.activation === 'squared' ? graph.map('sqr', activated) : activated
}

/** The shared experts beside the routed ones, gated where the block has such a weight (Qwen). */
export function sharedExperts(block: GraphBlock, x: GraphTensor): GraphTensor | null {
  if (!has(block, 'ffn_up_shexp')) return null
  const out = feedForward(block, x, '_shexp')
  const gate = project(block, 'ffn_gate_inp_shexp', x)
  return gate ? block.graph.mul(out, block.graph.map('unary', gate)) : out
}
