import type { LlamaEngineName } from '../../core/engine/names.ts'
import { assessLlama } from '../../core/fit/assess-llama.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import { contextWithin } from '../../core/fit/context-limit.ts'
import type { Machine } from '../../core/machine/machine.ts'
import type { ModelSpec } from '../../core/model/model.ts'
import type { Ask } from './assessments.ts'
import { untuned } from './choices.ts'

/** Programs that run llama.cpp with defaults of their own. */
export type OtherEngine = Exclude<LlamaEngineName, 'llama.cpp'>

export interface EngineAnswer {
  readonly command: string | null
  /** What it comes to there. */
  readonly assessment: Assessment | null
  /** What that program cannot be told, or why it takes none of it. */
  readonly notes: readonly string[]
}

/** The same file and the same question under Ollama or LM Studio: what is not set takes that program's own default. */
export function engineAnswer(
  machine: Machine,
  model: ModelSpec,
  quant: string,
  { contextTokens, parallel, cacheType, tuning = untuned }: Ask,
  name: OtherEngine
): EngineAnswer {
  const answer = assessLlama(model, machine, {
    quant,
    engine: {
      name,
      contextTokens: contextWithin(model, contextTokens) * parallel,
      parallel,
      cacheType,
      ...(tuning.ubatch !== untuned.ubatch && { ubatch: tuning.ubatch }),
      ...(tuning.gpuLayers !== 'auto' && { gpuLayers: tuning.gpuLayers }),
      ...(name === 'lm-studio' && tuning.cpuMoeLayers !== 'auto' && { cpuMoeLayers: tuning.cpuMoeLayers })
    },
    brief: true
  })
  if (!answer.ok) return { command: null, assessment: null, notes: [answer.error.message] }
  const notes =
    name === 'ollama' && tuning.cpuMoeLayers !== 'auto'
      ? ['Ollama has no setting for experts in RAM: it places them itself.']
      : []
  return { command: answer.value.command, assessment: answer.value, notes }
}
