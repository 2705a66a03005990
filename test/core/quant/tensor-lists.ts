import type { MixFacts } from '../../../src/core/quant/mix-rules.ts'
import type { NamedShape } from '../../../src/core/quant/named-shape.ts'

/* Tensor lists written by hand, independent of the tables that the catalogue uses. */

interface Plain {
  readonly hidden: number
  readonly feedForward: number
  readonly headDim: number
  readonly vocab: number
  readonly tied: boolean
  readonly headNorms?: boolean
  /** One matrix for queries, keys and values; one for gate and up. */
  readonly fusedQkv?: boolean
  readonly fusedUp?: boolean
  readonly ropeFactors?: number
  readonly experts?: number
}

function block(b: string, model: Plain, { heads, kvHeads }: MixFacts): NamedShape[] {
  const { hidden, feedForward, headDim, headNorms, fusedQkv, fusedUp, experts } = model
  const [q, kv] = [heads * headDim, kvHeads * headDim]
  const attention: NamedShape[] = fusedQkv
    ? [{ name: `${b}attn_qkv.weight`, shape: [hidden, q + 2 * kv] }]
    : [
        { name: `${b}attn_q.weight`, shape: [hidden, q] },
        { name: `${b}attn_k.weight`, shape: [hidden, kv] },
        { name: `${b}attn_v.weight`, shape: [hidden, kv] }
      ]
  const norms: NamedShape[] = headNorms
    ? [
        { name: `${b}attn_q_norm.weight`, shape: [headDim] },
        { name: `${b}attn_k_norm.weight`, shape: [headDim] }
      ]
    : []
  const stacked = (name: string, row: number, rows: number): NamedShape => ({
    name: `${b}${name}_exps.weight`,
    shape: [row, rows, experts ?? 0]
  })
  const mlp: NamedShape[] = experts
    ? [
        { name: `${b}ffn_gate_inp.weight`, shape: [hidden, experts] },
        stacked('ffn_gate', hidden, feedForward),
        stacked('ffn_up', hidden, feedForward),
        stacked('ffn_down', feedForward, hidden)
      ]
    : [
        ...(fusedUp ? [] : [{ name: `${b}ffn_gate.weight`, shape: [hidden, feedForward] } as const]),
        { name: `${b}ffn_up.weight`, shape: [hidden, fusedUp ? 2 * feedForward : feedForward] },
        { name: `${b}ffn_down.weight`, shape: [feedForward, hidden] }
      ]
  return [
    { name: `${b}attn_norm.weight`, shape: [hidden] },
    ...attention,
    ...norms,
    { name: `${b}attn_output.weight`, shape: [q, hidden] },
    { name: `${b}ffn_norm.weight`, shape: [hidden] },
    ...mlp
  ]
}

export function tensorsOf(model: Plain, facts: MixFacts): NamedShape[] {
  const { hidden, vocab, tied, ropeFactors } = model
  const outer: NamedShape[] = [
    { name: 'token_embd.weight', shape: [hidden, vocab] },
    { name: 'output_norm.weight', shape: [hidden] }
  ]
  if (!tied) outer.push({ name: 'output.weight', shape: [hidden, vocab] })
  if (ropeFactors) outer.push({ name: 'rope_freqs.weight', shape: [ropeFactors] })
  const blocks = Array.from({ length: facts.layers }, (_, layer) => block(`blk.${layer}.`, model, facts))
  return [...outer, ...blocks.flat()]
}

/** Models of different kinds: tied, grouped queries, fused projections, many experts, eight experts. */
export const byHand = {
  'Qwen/Qwen3-0.6B': {
    facts: { gguf: 'qwen3', layers: 28, experts: 0, heads: 16, kvHeads: 8 },
    model: { hidden: 1024, feedForward: 3072, headDim: 128, vocab: 151_936, tied: true, headNorms: true }
  },
  'meta-llama/Llama-3.1-8B-Instruct': {
    facts: { gguf: 'llama', layers: 32, experts: 0, heads: 32, kvHeads: 8 },
    model: { hidden: 4096, feedForward: 14_336, headDim: 128, vocab: 128_256, tied: false, ropeFactors: 64 }
  },
  'microsoft/phi-4': {
    facts: { gguf: 'phi3', layers: 40, experts: 0, heads: 40, kvHeads: 10 },
    model: { hidden: 5120, feedForward: 17_920, headDim: 128, vocab: 100_352, tied: false, fusedUp: true }
  },
  'Qwen/Qwen3-30B-A3B': {
    facts: { gguf: 'qwen3moe', layers: 48, experts: 128, heads: 32, kvHeads: 4 },
    model: {
      hidden: 2048,
      feedForward: 768,
      headDim: 128,
      vocab: 151_936,
      tied: false,
      headNorms: true,
      experts: 128
    }
  },
  'mistralai/Mixtral-8x7B-Instruct-v0.1': {
    facts: { gguf: 'llama', layers: 32, experts: 8, heads: 32, kvHeads: 8 },
    model: { hidden: 4096, feedForward: 14_336, headDim: 128, vocab: 32_000, tied: false, experts: 8 }
  }
} as const satisfies Record<string, { facts: MixFacts; model: Plain }>
