/** A Llama of two layers, small enough to list its tensors. */
export const smallConfig = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  hidden_size: 64,
  intermediate_size: 128,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  vocab_size: 320,
  max_position_embeddings: 4096,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16'
}

type Shapes = Record<string, { dtype: string; shape: number[] }>

const bf16 = (...shape: number[]): { dtype: string; shape: number[] } => ({ dtype: 'BF16', shape })

const layer = (at: number): Shapes => ({
  [`model.layers.${at}.self_attn.q_proj.weight`]: bf16(64, 64),
  [`model.layers.${at}.self_attn.k_proj.weight`]: bf16(32, 64),
  [`model.layers.${at}.self_attn.v_proj.weight`]: bf16(32, 64),
  [`model.layers.${at}.self_attn.o_proj.weight`]: bf16(64, 64),
  [`model.layers.${at}.mlp.gate_proj.weight`]: bf16(128, 64),
  [`model.layers.${at}.mlp.up_proj.weight`]: bf16(128, 64),
  [`model.layers.${at}.mlp.down_proj.weight`]: bf16(64, 128),
  [`model.layers.${at}.input_layernorm.weight`]: bf16(64),
  [`model.layers.${at}.post_attention_layernorm.weight`]: bf16(64)
})

export const firstShard: Shapes = { 'model.embed_tokens.weight': bf16(320, 64), ...layer(0) }
export const secondShard: Shapes = {
  ...layer(1),
  'model.norm.weight': bf16(64),
  'lm_head.weight': bf16(320, 64)
}

/** 2 x 320 x 64 + 2 x (2 x 64 x 64 + 2 x 32 x 64 + 3 x 128 x 64 + 2 x 64) + 64 */
export const smallCount = 115_008
