import type { TermKind } from '../memory/term.ts'
import type { Confidence } from '../reading.ts'

export const termNames: Record<TermKind, string> = {
  weights: 'weights',
  'kv-cache': 'KV cache',
  'compute-buffer': 'compute buffer',
  runtime: 'runtime'
}

export const confidenceNames: Record<Confidence, string> = {
  driver: 'reported by the system',
  catalogue: 'from the device catalogue',
  derived: 'worked out',
  user: 'entered by hand'
}
