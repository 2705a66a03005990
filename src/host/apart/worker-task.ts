import type { DetectionStep } from '../detect.ts'
import type { MachineFacts } from '../gather/machine-facts.ts'
import type { Identity } from '../probe/redact.ts'

/** What a thread is started for. All that crosses is plain data. */
export type WorkerTask =
  | {
      readonly kind: 'detect'
      /** Record what is read, without these names. */
      readonly record: Identity | null
    }
  | {
      readonly kind: 'copy'
      /** Bytes of each of the two buffers. */
      readonly bytes: number
      /** Which of the threads this is. */
      readonly index: number
      /** Numbers shared by all threads, as `run-copy.ts` lays them out. */
      readonly signal: SharedArrayBuffer
    }

/** What a detecting thread says. */
export type DetectMessage =
  | { readonly kind: 'step'; readonly step: DetectionStep }
  | { readonly kind: 'facts'; readonly facts: MachineFacts }
  | { readonly kind: 'done'; readonly recording: string | null }
