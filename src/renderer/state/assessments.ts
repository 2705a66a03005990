import type { CacheType } from '../../core/engine/settings.ts'
import { assessLlama } from '../../core/fit/assess-llama.ts'
import { contextWithin } from '../../core/fit/context-limit.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import { refused } from '../../core/fit/refused.ts'
import type { Machine } from '../../core/machine/machine.ts'
import type { ModelSpec } from '../../core/model/model.ts'
import type { FileType } from '../../core/quant/file-type.ts'
import { type Tuning, untuned } from './choices.ts'

/** What the controls ask for; `contextTokens` is what each of `parallel` users gets. */
export interface Ask {
  readonly contextTokens: number
  readonly parallel: number
  readonly cacheType: CacheType
  /** Absent: llama.cpp's micro-batch, placed by the planner. */
  readonly tuning?: Tuning
}

/** Enough for every stop of the slider over the whole list, bounded so that a long session does not grow. */
const keptAssessments = 8000

const kept = new WeakMap<Machine, Map<string, Assessment>>()

/**
 * One model on one machine, remembered per machine object. llama.cpp divides `-c` among the sequences, so the engine
 * is asked for context x users. `detail: 'list'` leaves out the advice, which only one model's page shows.
 */
export function assessmentOf(
  machine: Machine,
  model: ModelSpec,
  quant: FileType | 'auto',
  ask: Ask,
  detail: 'list' | 'page' = 'list'
): Assessment {
  const perUser = contextWithin(model, ask.contextTokens)
  const { parallel, cacheType, tuning = untuned } = ask
  const tuned = `${tuning.ubatch} ${tuning.gpuLayers} ${tuning.cpuMoeLayers}`
  const key = `${model.slug} ${quant} ${perUser} ${parallel} ${cacheType} ${tuned} ${detail}`
  let answers = kept.get(machine)
  if (!answers || answers.size >= keptAssessments)
    kept.set(machine, (answers = new Map<string, Assessment>()))
  const before = answers.get(key)
  if (before) return before
  const contextTokens = perUser * parallel
  const answer = assessLlama(model, machine, {
    quant,
    engine: { contextTokens, parallel, cacheType, ...tuning },
    brief: detail === 'list'
  })
  const assessment = answer.ok
    ? answer.value
    : refused(model, { contextTokens, parallel, cacheType, ubatch: tuning.ubatch }, answer.error.message)
  answers.set(key, assessment)
  return assessment
}
