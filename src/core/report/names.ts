import type { TermKind } from '../memory/term.ts'

export const termNames: Record<TermKind, string> = {
  weights: 'weights',
  'kv-cache': 'KV cache',
  'compute-buffer': 'compute buffer',
  runtime: 'runtime'
}
