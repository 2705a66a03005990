import type { ServerAsk } from '../engine/read-settings.ts'
import type { EngineSettings } from '../engine/settings.ts'
import type { Machine } from '../machine/machine.ts'
import type { Workload } from './assessment.ts'

/** A machine, or so many equal GPUs of unlimited memory: a layout without a verdict. */
export type Target = Machine | { readonly gpus: number }

/** What is asked of a model. */
export interface Ask {
  /** A file type, or a format of another engine; `auto`: the best that fits. */
  readonly quant: string
  /** What is left out takes the engine's own default. */
  readonly engine: Partial<EngineSettings> | ServerAsk
  readonly workload?: Workload
  /** Leave out what only one model's page shows: the changes that would help. For long lists. */
  readonly brief?: boolean
  /** One point of a curve over the context: leave out the longest context and what keeps it off the GPUs as well. */
  readonly onCurve?: boolean
}
