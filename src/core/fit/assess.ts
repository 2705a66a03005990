import { isServerEngine } from '../engine/names.ts'
import type { ServerAsk } from '../engine/read-settings.ts'
import type { ModelSpec } from '../model/model.ts'
import type { SettingsError } from '../placement/validate-settings.ts'
import type { Result } from '../result.ts'
import type { Ask, Target } from './ask.ts'
import { assessLlama, type LlamaAsk } from './assess-llama.ts'
import { assessServer } from './assess-server.ts'
import type { Assessment } from './assessment.ts'

/**
 * Whether, how and how fast a machine runs a model: the one answer that the window, the page, the command line, the
 * batch and the report print.
 *
 * The error names a setting that no engine could take; everything else, a missing reading included, is a verdict.
 */
export function assess(model: ModelSpec, target: Target, ask: Ask): Result<Assessment, SettingsError> {
  if (!isServerAsk(ask.engine)) return assessLlama(model, target, ask as LlamaAsk)
  const machine = 'accelerators' in target ? target : null
  const gpus = 'gpus' in target ? target.gpus : 0
  return assessServer(model, { machine, gpus, quant: ask.quant, engine: ask.engine })
}

const isServerAsk = (engine: Ask['engine']): engine is ServerAsk => isServerEngine(engine.name ?? '')
