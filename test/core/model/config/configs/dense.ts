/** The fields of `config.json` that give a shape, by the slug of the catalogue row they belong to. */
export const dense = {
  'qwen3-0.6b': {
    architectures: ['Qwen3ForCausalLM'],
    attention_bias: false,
    head_dim: 128,
    hidden_size: 1024,
    intermediate_size: 3072,
    max_position_embeddings: 40960,
    model_type: 'qwen3',
    num_attention_heads: 16,
    num_hidden_layers: 28,
    num_key_value_heads: 8,
    tie_word_embeddings: true,
    torch_dtype: 'bfloat16',
    vocab_size: 151936
  },
  'qwen3-8b': {
    architectures: ['Qwen3ForCausalLM'],
    attention_bias: false,
    head_dim: 128,
    hidden_size: 4096,
    intermediate_size: 12288,
    max_position_embeddings: 40960,
    model_type: 'qwen3',
    num_attention_heads: 32,
    num_hidden_layers: 36,
    num_key_value_heads: 8,
    tie_word_embeddings: false,
    torch_dtype: 'bfloat16',
    vocab_size: 151936
  },
  'qwen3-vl-2b-instruct': {
    architectures: ['Qwen3VLForConditionalGeneration'],
    model_type: 'qwen3_vl',
    text_config: {
      attention_bias: false,
      dtype: 'bfloat16',
      head_dim: 128,
      hidden_size: 2048,
      intermediate_size: 6144,
      max_position_embeddings: 262144,
      model_type: 'qwen3_vl_text',
      num_attention_heads: 16,
      num_hidden_layers: 28,
      num_key_value_heads: 8,
      tie_word_embeddings: true,
      vocab_size: 151936
    },
    tie_word_embeddings: true,
    vision_config: {}
  },
  'llama-3.1-8b-instruct': {
    architectures: ['LlamaForCausalLM'],
    attention_bias: false,
    hidden_size: 4096,
    intermediate_size: 14336,
    max_position_embeddings: 131072,
    mlp_bias: false,
    model_type: 'llama',
    num_attention_heads: 32,
    num_hidden_layers: 32,
    num_key_value_heads: 8,
    rope_scaling: { rope_type: 'llama3' },
    tie_word_embeddings: false,
    torch_dtype: 'bfloat16',
    vocab_size: 128256
  },
  'llama-2-7b-hf': {
    architectures: ['LlamaForCausalLM'],
    hidden_size: 4096,
    num_hidden_layers: 32,
    intermediate_size: 11008,
    vocab_size: 32000,
    num_attention_heads: 32,
    num_key_value_heads: 32,
    tie_word_embeddings: false
  },
  'llama-3.2-1b-instruct': {
    architectures: ['LlamaForCausalLM'],
    hidden_size: 2048,
    num_hidden_layers: 16,
    intermediate_size: 8192,
    vocab_size: 128256,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    head_dim: 64,
    tie_word_embeddings: true,
    mlp_bias: false,
    attention_bias: false,
    rope_scaling: { rope_type: 'llama3' }
  },
  'tinyllama-1.1b-chat-v1.0': {
    architectures: ['LlamaForCausalLM'],
    hidden_size: 2048,
    num_hidden_layers: 22,
    intermediate_size: 5632,
    vocab_size: 32000,
    num_attention_heads: 32,
    num_key_value_heads: 4
  },
  'smollm2-135m-instruct': {
    architectures: ['LlamaForCausalLM'],
    hidden_size: 576,
    num_hidden_layers: 30,
    intermediate_size: 1536,
    vocab_size: 49152,
    num_attention_heads: 9,
    num_key_value_heads: 3,
    tie_word_embeddings: true
  },
  'falcon3-7b-instruct': {
    architectures: ['LlamaForCausalLM'],
    hidden_size: 3072,
    num_hidden_layers: 28,
    intermediate_size: 23040,
    vocab_size: 131072,
    num_attention_heads: 12,
    num_key_value_heads: 4,
    head_dim: 256,
    tie_word_embeddings: false
  },
  'yi-1.5-34b-chat': {
    architectures: ['LlamaForCausalLM'],
    hidden_size: 7168,
    num_hidden_layers: 60,
    intermediate_size: 20480,
    vocab_size: 64000,
    num_attention_heads: 56,
    num_key_value_heads: 8
  },
  'solar-10.7b-instruct-v1.0': {
    architectures: ['LlamaForCausalLM'],
    hidden_size: 4096,
    num_hidden_layers: 48,
    intermediate_size: 14336,
    vocab_size: 32000,
    num_attention_heads: 32,
    num_key_value_heads: 8
  },
  'mistral-7b-v0.1': {
    architectures: ['MistralForCausalLM'],
    hidden_size: 4096,
    num_hidden_layers: 32,
    intermediate_size: 14336,
    vocab_size: 32000,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    sliding_window: 4096
  },
  'mistral-nemo-instruct-2407': {
    architectures: ['MistralForCausalLM'],
    hidden_size: 5120,
    num_hidden_layers: 40,
    intermediate_size: 14336,
    vocab_size: 131072,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    head_dim: 128
  },
  'qwen2.5-0.5b-instruct': {
    architectures: ['Qwen2ForCausalLM'],
    hidden_size: 896,
    num_hidden_layers: 24,
    intermediate_size: 4864,
    vocab_size: 151936,
    num_attention_heads: 14,
    num_key_value_heads: 2,
    tie_word_embeddings: true,
    sliding_window: 32768,
    max_window_layers: 21,
    use_sliding_window: false
  },
  'qwen2.5-72b-instruct': {
    architectures: ['Qwen2ForCausalLM'],
    hidden_size: 8192,
    num_hidden_layers: 80,
    intermediate_size: 29568,
    vocab_size: 152064,
    num_attention_heads: 64,
    num_key_value_heads: 8,
    tie_word_embeddings: false,
    sliding_window: 131072,
    use_sliding_window: false
  },
  'mistral-small-3.1-24b-instruct-2503': {
    architectures: ['Mistral3ForConditionalGeneration'],
    model_type: 'mistral3',
    text_config: {
      model_type: 'mistral',
      hidden_size: 5120,
      num_hidden_layers: 40,
      intermediate_size: 32768,
      vocab_size: 131072,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      head_dim: 128
    },
    vision_config: {}
  },
  'ministral-3-3b-instruct-2512': {
    architectures: ['Mistral3ForConditionalGeneration'],
    model_type: 'mistral3',
    text_config: {
      model_type: 'ministral3',
      hidden_size: 3072,
      num_hidden_layers: 26,
      intermediate_size: 9216,
      vocab_size: 131072,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      head_dim: 128,
      tie_word_embeddings: true
    },
    vision_config: {},
    tie_word_embeddings: false
  }
}
