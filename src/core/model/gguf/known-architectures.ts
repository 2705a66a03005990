/**
 * The architectures that llama.cpp v0.5.0 has a loader for (`LLM_ARCH_NAMES`, src/llama-arch.cpp), whose rules the
 * files beside this one follow. Others are read by the general rules, which is said with the answer.
 */
const known: ReadonlySet<string> = new Set(
  `clip llama llama4 deci falcon grok gpt2 gptj gptneox mpt baichuan starcoder refact bert modern-bert
   nomic-bert nomic-bert-moe neo-bert jina-bert-v2 jina-bert-v3 eurobert bloom stablelm qwen qwen2
   qwen2moe qwen2vl qwen3 qwen3moe qwen3next qwen3vl qwen3vlmoe qwen35 qwen35moe qwen4exp phi2 phi3 phimoe
   plamo plamo2 plamo3 codeshell orion internlm2 minicpm minicpm3 gemma gemma2 gemma3 gemma3n gemma4
   gemma4-assistant gemma-embedding starcoder2 mamba mamba2 maple jamba falcon-h1 xverse command-r cohere2
   cohere2moe dbrx olmo olmo2 olmoe muse-glimmer openelm arctic deepseek deepseek2 deepseek2-ocr
   deepseek32 deepseek4 chatglm glm4 glm4moe glm-dsa bitnet t5 t5encoder jais jais2 nemotron nemotron_h
   nemotron_h_moe exaone exaone4 exaone-moe rwkv6 rwkv6qwen2 rwkv7 arwkv7 granite granitemoe granitehybrid
   graniteswitch granite_swa chameleon wavtokenizer-dec plm bailingmoe bailingmoe2 bailingmoe3 dots1
   dots3note arcee afmoe laguna ernie4_5 ernie4_5-moe hunyuan-moe hunyuan-dense hunyuan_vl hy_v3 hy_v4
   smollm3 gpt-oss lfm2 lfm2moe dream smallthinker llada llada-moe seed_oss grovemoe apertus minimax-01
   hrm_text minimax-m2 minimax-m3 cogvlm rnd1 pangu-embedded mistral3 eagle3 dflash mistral4 paddleocr
   mimo2 step35 spark2_5 llama-embed maincoder kimi-linear kimi-k3 talkie mellum nanbeige qwen3tts
   pockettts`.split(/\s+/)
)

export const isKnownArchitecture = (architecture: string): boolean => known.has(architecture)

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(' '))

/** Kept without a cache: encoders, and diffusion models that see the whole text in every step (`create_memory`). */
export const cacheless = setOf(
  'bert jina-bert-v2 jina-bert-v3 nomic-bert nomic-bert-moe neo-bert eurobert wavtokenizer-dec modern-bert ' +
    'gemma-embedding dream llada llada-moe rnd1 gemma4-assistant'
)

/** Every block is recurrent (`llm_arch_is_recurrent`). */
export const recurrentOnly = setOf('mamba mamba2 rwkv6 rwkv6qwen2 rwkv7 arwkv7')

/** A block without KV heads is recurrent (`is_recr_impl` in src/models/*.cpp). */
export const recurrentWithoutHeads = setOf(
  'jamba plamo2 granitehybrid lfm2 lfm2moe kimi-linear kimi-k3 bailingmoe3'
)

/** A block with neither KV heads nor a feed-forward part is recurrent; one with a feed-forward part keeps nothing. */
export const recurrentWithoutParts = setOf('nemotron_h nemotron_h_moe')

/** Recurrent blocks are listed, or all but every n-th: 4 unless said otherwise, 8 for MiniMax-01. */
export const recurrentByInterval = setOf('qwen3next qwen35 qwen35moe qwen4exp minimax-01')

/** Models without an output head: nothing is loaded in its place. */
export const headless = setOf(
  'bert jina-bert-v2 jina-bert-v3 nomic-bert nomic-bert-moe neo-bert eurobert modern-bert'
)
