import type { EngineSettings, ResolvedSettings } from '../engine/settings.ts'
import type { Machine } from '../machine/machine.ts'
import type { RunnableModel } from '../model/model.ts'
import type { FileType } from '../quant/file-type.ts'
import { type Result, err, ok } from '../result.ts'
import type { Speed } from '../speed/speed.ts'
import { assessLlama } from './assess-llama.ts'
import { type Assessment, type DeviceBill, isLlama } from './assessment.ts'
import type { Verdict, VerdictLevel } from './verdict.ts'

/** What a curve over the context is drawn for: one file on one machine, everything but the context. */
export interface CliffQuestion {
  readonly model: RunnableModel
  readonly machine: Machine
  /** Fixed, so that the whole curve is of one file; a model read from a file has its own. */
  readonly quant: FileType
  readonly engine: Partial<Omit<EngineSettings, 'contextTokens'>>
}

/** How much of a model has left the GPUs, from nothing to more than the machine holds. */
export const stages = ['gpu', 'experts', 'layers', 'cpu', 'too-large'] as const
export type Stage = (typeof stages)[number]

export const depthOf = (stage: Stage): number => stages.indexOf(stage)

/** One context of the curve, as `assess` answers it. */
export interface CliffPoint {
  /** What each request gets, in tokens. */
  readonly contextTokens: number
  readonly stage: Stage
  readonly verdict: Pick<Verdict, 'level' | 'word' | 'sentence' | 'short'>
  readonly engine: ResolvedSettings
  readonly devices: readonly DeviceBill[]
  readonly host: DeviceBill
  /** One request, writing, with the cache filled to this context. */
  readonly speed: Speed
}

/** Tokens of the prompt that a speed is worked out with; the curve shows decoding, which does not depend on it. */
const promptTokens = 512

/**
 * The answer at one context per request, with the cache filled to it. The error is a sentence: a setting that the
 * model rules out, or a reading without which nothing is known at any context.
 */
export function readPoint(question: CliffQuestion, contextTokens: number): Result<CliffPoint, string> {
  const { model, machine, quant, engine } = question
  const answer = assessLlama(model, machine, {
    quant,
    engine: { ...engine, contextTokens: contextTokens * (engine.parallel ?? 1) },
    workload: { depthTokens: contextTokens, promptTokens },
    brief: true,
    onCurve: true
  })
  if (!answer.ok) return err(answer.error.message)
  const { verdict, devices, host, speed, engine: used } = answer.value
  const stage = stageOf(answer.value)
  if (stage === null || !isLlama(used)) return err(verdict.sentence)
  return ok({ contextTokens, stage, verdict, engine: used, devices, host, speed })
}

const stageOfLevel: Partial<Record<VerdictLevel, Stage>> = {
  fits: 'gpu',
  'cpu-only': 'cpu',
  'does-not-fit': 'too-large'
}

/** Null: no verdict. The output layer counts as one of the engine's layers. */
function stageOf({ verdict, engine, model }: Assessment): Stage | null {
  if (verdict.level !== 'fits-with-offload') return stageOfLevel[verdict.level] ?? null
  const blocks = model.architecture?.layers ?? 0
  return isLlama(engine) && engine.gpuLayers > blocks ? 'experts' : 'layers'
}

/** Answers once for each context. */
export interface PointReader {
  readonly at: (contextTokens: number) => Result<CliffPoint, string>
  /** How deep it lies; an error is as deep as can be. */
  readonly depth: (contextTokens: number) => number
  /** Contexts answered so far. */
  readonly known: () => readonly number[]
}

export function pointReader(question: CliffQuestion): PointReader {
  const answers = new Map<number, Result<CliffPoint, string>>()
  const at = (contextTokens: number): Result<CliffPoint, string> => {
    const answer = answers.get(contextTokens) ?? readPoint(question, contextTokens)
    answers.set(contextTokens, answer)
    return answer
  }
  return {
    at,
    depth: (contextTokens) => {
      const point = at(contextTokens)
      return point.ok ? depthOf(point.value.stage) : stages.length
    },
    known: () => [...answers.keys()]
  }
}
