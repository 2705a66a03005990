/** Engines that run llama.cpp underneath: one accounting, each with its own defaults. */
export const llamaEngineNames = ['llama.cpp', 'ollama', 'lm-studio'] as const
export type LlamaEngineName = (typeof llamaEngineNames)[number]

/** Engines with an accounting of their own. */
export const serverEngineNames = ['vllm', 'sglang', 'mlx'] as const
export type ServerEngineName = (typeof serverEngineNames)[number]

export const engineNames = [...llamaEngineNames, ...serverEngineNames] as const
export type EngineName = (typeof engineNames)[number]

/** As the project writes itself. */
export const engineTitles: Readonly<Record<EngineName, string>> = {
  'llama.cpp': 'llama.cpp',
  ollama: 'Ollama',
  'lm-studio': 'LM Studio',
  vllm: 'vLLM',
  sglang: 'SGLang',
  mlx: 'MLX'
}

export const isEngineName = (name: string): name is EngineName =>
  (engineNames as readonly string[]).includes(name)

export const isServerEngine = (name: string): name is ServerEngineName =>
  (serverEngineNames as readonly string[]).includes(name)
