/** Names that publishers use in `config.json` for one and the same dimension, the usual one first. */
export const fieldNames = {
  hiddenSize: ['hidden_size', 'n_embd', 'd_model', 'dim', 'model_dim'],
  layers: ['num_hidden_layers', 'n_layer', 'n_layers', 'num_layers'],
  heads: ['num_attention_heads', 'n_head', 'n_heads', 'num_heads'],
  kvHeads: [
    'num_key_value_heads',
    'num_attention_groups',
    'n_head_kv',
    'num_kv_heads',
    'n_kv_heads',
    'multi_query_group_num'
  ],
  headDim: ['head_dim', 'attention_head_dim', 'kv_channels'],
  feedForward: ['intermediate_size', 'n_inner', 'ffn_hidden_size', 'ffn_dim', 'hidden_dim'],
  vocabSize: ['vocab_size', 'padded_vocab_size', 'n_vocab'],
  tied: ['tie_word_embeddings', 'tie_embedding'],
  context: [
    'max_position_embeddings',
    'n_positions',
    'seq_length',
    'max_sequence_length',
    'max_seq_len',
    'model_max_length'
  ],
  window: ['sliding_window', 'sliding_window_size', 'attention_window_size'],
  experts: [
    'num_experts',
    'n_routed_experts',
    'num_local_experts',
    'moe_num_experts',
    'num_moe_experts',
    'n_experts'
  ],
  expertsPerToken: [
    'num_experts_per_tok',
    'num_experts_per_token',
    'moe_topk',
    'moe_k',
    'moe_top_k',
    'top_k_experts',
    'experts_per_token',
    'num_selected_experts'
  ],
  expertWidth: [
    'moe_intermediate_size',
    'expert_ffn_hidden_size',
    'expert_intermediate_size',
    'expert_hidden_dim',
    'moe_ffn_hidden_size'
  ],
  denseWidth: ['dense_intermediate_size', 'intermediate_size_mlp', 'prefix_dense_intermediate_size'],
  shared: [
    'n_shared_experts',
    'num_shared_experts',
    'num_shared_expert',
    'moe_num_shared_experts',
    'num_experts_shared'
  ],
  sharedWidth: [
    'shared_expert_intermediate_size',
    'moe_shared_expert_intermediate_size',
    'shared_intermediate_size',
    'share_expert_dim',
    'share_expert_dims'
  ],
  firstDense: [
    'first_k_dense_replace',
    'num_dense_layers',
    'moe_layer_start_index',
    'first_dense_layers',
    'n_dense_layers'
  ],
  every: ['decoder_sparse_step', 'interleave_moe_layer_step', 'moe_layer_interval', 'moe_every_n_layers'],
  routerBias: [
    'use_routing_bias',
    'use_moe_router_bias',
    'moe_router_enable_expert_bias',
    'moe_use_aux_free',
    'moe_router_bias'
  ],
  predicted: ['num_nextn_predict_layers', 'mtp_num_hidden_layers', 'num_mtp_modules', 'num_mtp_layers']
} as const satisfies Record<string, readonly [string, ...string[]]>
