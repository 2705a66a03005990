import { grouped } from '../format.ts'
import type { ModelSpec } from '../model/model.ts'

type Limited = Pick<ModelSpec, 'name' | 'contextLength'>

/** What one request is given of an asked context: the model's documented limit where the question goes beyond it. */
export const contextWithin = (model: Pick<ModelSpec, 'contextLength'>, contextTokens: number): number =>
  Math.min(contextTokens, model.contextLength ?? contextTokens)

/** What each request gets of a context that `parallel` of them share, as llama.cpp divides it. */
export const perRequest = (contextTokens: number | null, parallel: number): number | null =>
  contextTokens === null ? null : Math.floor(contextTokens / parallel)

/** Why a context is too long for a model, as a sentence; null when it is not. */
export function contextBeyond(model: Limited, contextTokens: number): string | null {
  const limit = model.contextLength
  if (limit === null || contextTokens <= limit) return null
  return `The context of ${grouped(contextTokens)} tokens is beyond what ${model.name} reads: at most ${grouped(limit)}.`
}
