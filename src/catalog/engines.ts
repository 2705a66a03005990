import type { ModelSpec } from '../core/model/model.ts'

export type EngineName = 'llama.cpp' | 'Ollama' | 'LM Studio' | 'MLX' | 'vLLM' | 'SGLang'

export interface RunningEngine {
  readonly engine: EngineName
  /** What in the engine runs it, and where that was read. */
  readonly source: string
}

/**
 * What runs an architecture beside llama.cpp: the module of mlx-lm, the class of vLLM, the file or family of SGLang.
 * A gap means that none was seen, not that there is none.
 *
 * mlx-lm: mlx_lm/models at d78bf58 (2026-08); vLLM: tests/models/registry.py (2026); SGLang:
 * docs/supported_models/text_generation/generative_models.md and python/sglang/srt/models (2026).
 */
interface Support {
  readonly mlx?: string
  readonly vllm?: string
  readonly sglang?: string
}

const supports: Readonly<Record<string, Support>> = {
  afmoe: { mlx: 'afmoe', vllm: 'AfmoeForCausalLM', sglang: 'afmoe' },
  apertus: { mlx: 'apertus', vllm: 'ApertusForCausalLM', sglang: 'apertus' },
  arcee: { vllm: 'ArceeForCausalLM', sglang: 'arcee' },
  bailingmoe: { mlx: 'bailing_moe', vllm: 'BailingMoeForCausalLM', sglang: 'bailing_moe' },
  bailingmoe2: { mlx: 'bailing_moe', vllm: 'BailingMoeV2ForCausalLM', sglang: 'bailing_moe' },
  chatglm: { vllm: 'ChatGLMModel', sglang: 'chatglm' },
  cohere2: { mlx: 'cohere2', vllm: 'Cohere2ForCausalLM', sglang: 'commandr' },
  'command-r': { mlx: 'cohere', vllm: 'CohereForCausalLM', sglang: 'commandr' },
  deepseek: { mlx: 'deepseek', vllm: 'DeepseekForCausalLM', sglang: 'deepseek' },
  deepseek2: { mlx: 'deepseek_v2, deepseek_v3', vllm: 'DeepseekV2/V3ForCausalLM', sglang: 'deepseek_v2' },
  deepseek32: { mlx: 'deepseek_v32', vllm: 'DeepseekV32ForCausalLM', sglang: 'deepseek_v2' },
  deepseek4: { sglang: 'deepseek_v4' },
  dots1: { mlx: 'dots1', vllm: 'Dots1ForCausalLM' },
  ernie4_5: { mlx: 'ernie4_5', vllm: 'Ernie4_5ForCausalLM', sglang: 'ernie4' },
  'ernie4_5-moe': { mlx: 'ernie4_5_moe', vllm: 'Ernie4_5_MoeForCausalLM', sglang: 'ernie4' },
  exaone: { mlx: 'exaone', vllm: 'ExaoneForCausalLM', sglang: 'exaone' },
  exaone4: { mlx: 'exaone4', vllm: 'Exaone4ForCausalLM', sglang: 'exaone4' },
  'exaone-moe': { mlx: 'exaone_moe', vllm: 'ExaoneMoEForCausalLM', sglang: 'exaone_moe' },
  falcon: { vllm: 'FalconForCausalLM' },
  'falcon-h1': { mlx: 'falcon_h1', vllm: 'FalconH1ForCausalLM', sglang: 'falcon_h1' },
  gemma: { mlx: 'gemma', vllm: 'GemmaForCausalLM', sglang: 'gemma' },
  gemma2: { mlx: 'gemma2', vllm: 'Gemma2ForCausalLM', sglang: 'gemma2' },
  gemma3: { mlx: 'gemma3', vllm: 'Gemma3ForCausalLM', sglang: 'gemma3_causal' },
  gemma3n: { mlx: 'gemma3n', vllm: 'Gemma3nForCausalLM', sglang: 'gemma3n_causal' },
  gemma4: { mlx: 'gemma4', sglang: 'gemma4_causal' },
  glm4: { mlx: 'glm4', vllm: 'Glm4ForCausalLM', sglang: 'GLM-4' },
  glm4moe: { mlx: 'glm4_moe', vllm: 'Glm4MoeForCausalLM', sglang: 'glm4_moe' },
  'glm-dsa': { mlx: 'glm_moe_dsa', vllm: 'GlmMoeDsaForCausalLM' },
  'gpt-oss': { mlx: 'gpt_oss', vllm: 'GptOssForCausalLM', sglang: 'gpt_oss' },
  gpt2: { mlx: 'gpt2', vllm: 'GPT2LMHeadModel', sglang: 'gpt2' },
  granite: { mlx: 'granite', vllm: 'GraniteForCausalLM', sglang: 'granite' },
  granitehybrid: { mlx: 'granitemoehybrid', vllm: 'GraniteMoeHybridForCausalLM', sglang: 'granitemoehybrid' },
  grok: { vllm: 'Grok1ForCausalLM', sglang: 'grok' },
  'hunyuan-moe': { mlx: 'hunyuan', vllm: 'HunYuanMoEV1ForCausalLM', sglang: 'hunyuan' },
  hy_v3: { sglang: 'hunyuan_v3' },
  internlm2: { mlx: 'internlm2', vllm: 'InternLM2ForCausalLM', sglang: 'internlm2' },
  jamba: { mlx: 'jamba', vllm: 'JambaForCausalLM' },
  'kimi-k3': { sglang: 'kimi_k3' },
  'kimi-linear': { mlx: 'kimi_linear', vllm: 'KimiLinearForCausalLM', sglang: 'kimi_linear' },
  laguna: { mlx: 'laguna', sglang: 'laguna' },
  lfm2: { mlx: 'lfm2', vllm: 'Lfm2ForCausalLM', sglang: 'lfm2' },
  lfm2moe: { mlx: 'lfm2_moe', vllm: 'Lfm2MoeForCausalLM', sglang: 'lfm2_moe' },
  llama: { mlx: 'llama', vllm: 'LlamaForCausalLM', sglang: 'llama' },
  llama4: { mlx: 'llama4', vllm: 'Llama4ForCausalLM', sglang: 'Llama 4' },
  mimo2: { mlx: 'mimo_v2_flash', vllm: 'MiMoV2FlashForCausalLM' },
  'minimax-01': { mlx: 'minimax', vllm: 'MiniMaxText01ForCausalLM' },
  'minimax-m2': { mlx: 'minimax', vllm: 'MiniMaxM2ForCausalLM', sglang: 'MiniMax-M2' },
  mistral3: { mlx: 'mistral3, ministral3', vllm: 'Mistral3ForConditionalGeneration', sglang: 'Mistral' },
  nemotron_h: { mlx: 'nemotron_h', vllm: 'NemotronHForCausalLM', sglang: 'NVIDIA Nemotron Nano 2.0' },
  nemotron_h_moe: { mlx: 'nemotron_h', vllm: 'NemotronHForCausalLM' },
  olmo2: { mlx: 'olmo2, olmo3', vllm: 'Olmo2/Olmo3ForCausalLM', sglang: 'OLMo' },
  olmoe: { mlx: 'olmoe', vllm: 'OlmoeForCausalLM', sglang: 'OLMoE' },
  phi2: { mlx: 'phi', vllm: 'PhiForCausalLM', sglang: 'Phi' },
  phi3: { mlx: 'phi3', vllm: 'Phi3ForCausalLM', sglang: 'Phi' },
  phimoe: { mlx: 'phimoe', vllm: 'PhiMoEForCausalLM', sglang: 'Phi' },
  qwen2: { mlx: 'qwen2', vllm: 'Qwen2ForCausalLM', sglang: 'Qwen' },
  qwen2moe: { mlx: 'qwen2_moe', vllm: 'Qwen2MoeForCausalLM', sglang: 'Qwen' },
  qwen3: { mlx: 'qwen3', vllm: 'Qwen3ForCausalLM', sglang: 'Qwen' },
  qwen35: { mlx: 'qwen3_5', vllm: 'Qwen3_5ForConditionalGeneration' },
  qwen35moe: { mlx: 'qwen3_5_moe', vllm: 'Qwen3_5MoeForConditionalGeneration' },
  qwen3moe: { mlx: 'qwen3_moe', vllm: 'Qwen3MoeForCausalLM', sglang: 'Qwen' },
  qwen3next: { mlx: 'qwen3_next', vllm: 'Qwen3NextForCausalLM', sglang: 'Qwen' },
  qwen3vl: { mlx: 'qwen3_vl', vllm: 'Qwen3VLForConditionalGeneration' },
  qwen3vlmoe: { mlx: 'qwen3_vl_moe', vllm: 'Qwen3VLMoeForConditionalGeneration' },
  seed_oss: { mlx: 'seed_oss', vllm: 'SeedOssForCausalLM' },
  smollm3: { mlx: 'smollm3', vllm: 'SmolLM3ForCausalLM' },
  starcoder2: { mlx: 'starcoder2', vllm: 'Starcoder2ForCausalLM', sglang: 'StarCoder2' },
  step35: { mlx: 'step3p5', vllm: 'Step3p5ForCausalLM' }
}

/** Models without a loader in llama.cpp, by id. */
const supportsById: Readonly<Record<string, Support>> = {
  'baidu/ERNIE-4.5-VL-28B-A3B-PT': {
    vllm: 'Ernie4_5_VLMoeForConditionalGeneration',
    sglang: 'ernie45_moe_vl'
  },
  'baidu/ERNIE-4.5-VL-424B-A47B-PT': {
    vllm: 'Ernie4_5_VLMoeForConditionalGeneration',
    sglang: 'ernie45_moe_vl'
  },
  'meituan-longcat/LongCat-Flash-Chat': { mlx: 'longcat_flash', vllm: 'LongcatFlashForCausalLM' }
}

/**
 * Loaders younger than the llama.cpp that Ollama 0.33 bundles (b10488, August 2026, LLAMA_CPP_VERSION), or not seen
 * in its list of architectures.
 */
const notYetBundled: ReadonlySet<string> = new Set(['kimi-k3', 'minimax-01', 'minimax-m3', 'qwen4exp'])

/**
 * Which engines run a model, by rule from its architecture. Ollama (since 0.30) and LM Studio run what the llama.cpp
 * they bundle has a loader for. Empty for models without weights; an engine that is absent was not seen to run it.
 */
export function enginesOf({ id, architecture, availability }: ModelSpec): readonly RunningEngine[] {
  if (!architecture || availability !== 'open-weights') return []
  const { gguf } = architecture
  const { mlx, vllm, sglang } = (gguf === null ? supportsById[id] : supports[gguf]) ?? {}
  const bundled = gguf !== null && !notYetBundled.has(gguf)
  const found: [EngineName, string | null | undefined, string][] = [
    ['llama.cpp', gguf, 'src/llama-arch.cpp'],
    ['Ollama', bundled ? gguf : null, 'LLAMA_CPP_VERSION b10488'],
    ['LM Studio', bundled ? gguf : mlx, bundled ? 'its llama.cpp' : 'its MLX engine'],
    ['MLX', mlx, 'mlx_lm/models'],
    ['vLLM', vllm, 'tests/models/registry.py'],
    ['SGLang', sglang, 'docs/supported_models and srt/models']
  ]
  return found.flatMap(([engine, what, where]) => (what ? [{ engine, source: `${what}, ${where}` }] : []))
}
