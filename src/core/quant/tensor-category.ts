/** The roles that llama-quantize tells apart by name. Order of the tests matters: `attn_qkv` before `attn_q`. */
export type TensorCategory =
  | 'output'
  | 'token-embedding'
  /** also fused QKV and the up-projection of MLA's latent, which are treated alike */
  | 'attention-v'
  | 'attention-k'
  | 'attention-q'
  | 'attention-output'
  | 'ffn-up'
  | 'ffn-gate'
  | 'ffn-down'
  | 'other'

const byNamePart: readonly (readonly [string, TensorCategory])[] = [
  ['attn_qkv.weight', 'attention-v'],
  ['attn_kv_b.weight', 'attention-v'],
  ['attn_v.weight', 'attention-v'],
  ['attn_k.weight', 'attention-k'],
  ['attn_q.weight', 'attention-q'],
  ['attn_output.weight', 'attention-output'],
  ['ffn_up', 'ffn-up'],
  ['ffn_gate', 'ffn-gate'],
  ['ffn_down', 'ffn-down']
]

/** Category of a GGUF tensor name. Shared and routed experts count as feed-forward. llama.cpp src/llama-quant.cpp. */
export function categoryOf(name: string): TensorCategory {
  if (name === 'output.weight') return 'output'
  if (name === 'token_embd.weight' || name === 'per_layer_token_embd.weight') return 'token-embedding'
  return byNamePart.find(([part]) => name.includes(part))?.[1] ?? 'other'
}

/** Layer number in a GGUF tensor name, -1 outside the stack. */
export function layerInName(name: string): number {
  const match = /^blk\.(\d+)\./u.exec(name)
  return match ? Number(match[1]) : -1
}
