import type { BenchEngine } from './engine.ts'
import { llamaBench } from './llama-bench.ts'
import { llamaServer } from './llama-server.ts'
import { lmStudio } from './lm-studio.ts'
import { mlx } from './mlx.ts'
import { ollama } from './ollama.ts'

/** The engines that can be asked for a benchmark, by their names on the command line. */
export const benchEngines = {
  'llama-bench': llamaBench,
  'llama-server': llamaServer,
  ollama,
  'lm-studio': lmStudio,
  mlx
} as const satisfies Record<string, BenchEngine>
