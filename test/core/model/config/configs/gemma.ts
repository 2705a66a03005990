import { repeated } from './lists.ts'

/** The fields of `config.json` that give a shape, by the slug of the catalogue row they belong to. */
export const gemma = {
  'gemma-4-26b-a4b-it': {
    architectures: ['Gemma4ForConditionalGeneration'],
    dtype: 'bfloat16',
    model_type: 'gemma4',
    text_config: {
      attention_bias: false,
      attention_k_eq_v: true,
      dtype: 'bfloat16',
      enable_moe_block: true,
      global_head_dim: 512,
      head_dim: 256,
      hidden_size: 2816,
      hidden_size_per_layer_input: 0,
      intermediate_size: 2112,
      layer_types: repeated(
        [
          'sliding_attention',
          'sliding_attention',
          'sliding_attention',
          'sliding_attention',
          'sliding_attention',
          'full_attention'
        ],
        30
      ),
      max_position_embeddings: 262144,
      model_type: 'gemma4_text',
      moe_intermediate_size: 704,
      num_attention_heads: 16,
      num_experts: 128,
      num_global_key_value_heads: 2,
      num_hidden_layers: 30,
      num_key_value_heads: 8,
      num_kv_shared_layers: 0,
      sliding_window: 1024,
      tie_word_embeddings: true,
      top_k_experts: 8,
      use_double_wide_mlp: false,
      vocab_size: 262144,
      vocab_size_per_layer_input: 262144
    },
    tie_word_embeddings: true,
    vision_config: {}
  },
  'gemma-4-31b-it': {
    architectures: ['Gemma4ForConditionalGeneration'],
    dtype: 'bfloat16',
    model_type: 'gemma4',
    text_config: {
      attention_bias: false,
      attention_k_eq_v: true,
      dtype: 'bfloat16',
      enable_moe_block: false,
      global_head_dim: 512,
      head_dim: 256,
      hidden_size: 5376,
      hidden_size_per_layer_input: 0,
      intermediate_size: 21504,
      layer_types: repeated(
        [
          'sliding_attention',
          'sliding_attention',
          'sliding_attention',
          'sliding_attention',
          'sliding_attention',
          'full_attention'
        ],
        60
      ),
      max_position_embeddings: 262144,
      model_type: 'gemma4_text',
      num_attention_heads: 32,
      num_global_key_value_heads: 4,
      num_hidden_layers: 60,
      num_key_value_heads: 16,
      num_kv_shared_layers: 0,
      sliding_window: 1024,
      tie_word_embeddings: true,
      use_double_wide_mlp: false,
      vocab_size: 262144,
      vocab_size_per_layer_input: 262144
    },
    tie_word_embeddings: true,
    quantization_config: {
      quant_method: 'modelopt',
      config_groups: { group_0: { weights: { num_bits: 4, type: 'float', group_size: 16 } } }
    },
    vision_config: {}
  },
  'gemma-1.1-2b-it': {
    architectures: ['GemmaForCausalLM'],
    hidden_size: 2048,
    num_hidden_layers: 18,
    intermediate_size: 16384,
    vocab_size: 256000,
    num_attention_heads: 8,
    num_key_value_heads: 1,
    head_dim: 256
  },
  'gemma-2-2b-it': {
    architectures: ['Gemma2ForCausalLM'],
    hidden_size: 2304,
    num_hidden_layers: 26,
    intermediate_size: 9216,
    vocab_size: 256000,
    num_attention_heads: 8,
    num_key_value_heads: 4,
    head_dim: 256,
    sliding_window: 4096
  },
  'gemma-2-27b-it': {
    architectures: ['Gemma2ForCausalLM'],
    hidden_size: 4608,
    num_hidden_layers: 46,
    intermediate_size: 36864,
    vocab_size: 256000,
    num_attention_heads: 32,
    num_key_value_heads: 16,
    head_dim: 128,
    sliding_window: 4096
  },
  'gemma-3-270m-it': {
    architectures: ['Gemma3ForCausalLM'],
    hidden_size: 640,
    num_hidden_layers: 18,
    intermediate_size: 2048,
    vocab_size: 262144,
    num_attention_heads: 4,
    num_key_value_heads: 1,
    head_dim: 256,
    sliding_window: 512,
    _sliding_window_pattern: 6,
    layer_types: repeated(
      [
        'sliding_attention',
        'sliding_attention',
        'sliding_attention',
        'sliding_attention',
        'sliding_attention',
        'full_attention'
      ],
      18
    )
  },
  'gemma-3-4b-it': {
    architectures: ['Gemma3ForConditionalGeneration'],
    model_type: 'gemma3',
    text_config: {
      model_type: 'gemma3_text',
      hidden_size: 2560,
      intermediate_size: 10240,
      num_hidden_layers: 34,
      sliding_window: 1024
    },
    vision_config: {}
  },
  'gemma-3-27b-it': {
    architectures: ['Gemma3ForConditionalGeneration'],
    model_type: 'gemma3',
    text_config: {
      model_type: 'gemma3_text',
      head_dim: 128,
      hidden_size: 5376,
      intermediate_size: 21504,
      num_attention_heads: 32,
      num_hidden_layers: 62,
      num_key_value_heads: 16,
      sliding_window: 1024
    },
    vision_config: {}
  },
  'gemma-3n-e4b-it': {
    architectures: ['Gemma3nForConditionalGeneration'],
    model_type: 'gemma3n',
    text_config: {
      model_type: 'gemma3n_text',
      hidden_size: 2048,
      intermediate_size: repeated([16384], 35),
      num_hidden_layers: 35,
      num_attention_heads: 8,
      num_key_value_heads: 2,
      head_dim: 256,
      vocab_size: 262400,
      vocab_size_per_layer_input: 262144,
      hidden_size_per_layer_input: 256,
      num_kv_shared_layers: 15,
      sliding_window: 512,
      altup_num_inputs: 4,
      laurel_rank: 64,
      layer_types: repeated(
        [
          'sliding_attention',
          'sliding_attention',
          'sliding_attention',
          'sliding_attention',
          'full_attention'
        ],
        35
      )
    },
    vision_config: {},
    audio_config: {}
  },
  'gemma-3n-e2b-it': {
    architectures: ['Gemma3nForConditionalGeneration'],
    model_type: 'gemma3n',
    text_config: {
      model_type: 'gemma3n_text',
      hidden_size: 2048,
      intermediate_size: repeated([8192], 30),
      num_hidden_layers: 30,
      num_kv_shared_layers: 10,
      layer_types: repeated(
        [
          'sliding_attention',
          'sliding_attention',
          'sliding_attention',
          'sliding_attention',
          'full_attention'
        ],
        30
      )
    },
    vision_config: {},
    audio_config: {}
  },
  'gemma-4-e2b-it': {
    architectures: ['Gemma4ForConditionalGeneration'],
    model_type: 'gemma4',
    text_config: {
      model_type: 'gemma4_text',
      hidden_size: 1536,
      intermediate_size: 6144,
      num_hidden_layers: 35,
      num_attention_heads: 8,
      num_key_value_heads: 1,
      head_dim: 256,
      global_head_dim: 512,
      attention_k_eq_v: false,
      enable_moe_block: false,
      vocab_size: 262144,
      vocab_size_per_layer_input: 262144,
      hidden_size_per_layer_input: 256,
      num_kv_shared_layers: 20,
      use_double_wide_mlp: true,
      sliding_window: 512,
      layer_types: repeated(
        [
          'sliding_attention',
          'sliding_attention',
          'sliding_attention',
          'sliding_attention',
          'full_attention'
        ],
        35
      )
    },
    vision_config: {},
    audio_config: {},
    tie_word_embeddings: true
  }
}
