import { findModel } from '../catalog/find-model.ts'
import type { ModelSpec } from '../core/model/model.ts'
import { UsageError } from './usage-error.ts'

/** A model that nothing in the catalogue answers to; the batch reports it under its own kind. */
export class UnknownModelError extends UsageError {}

export function chooseModel(name: string): ModelSpec {
  const found = findModel(name)
  if (!found.ok) throw new UnknownModelError(found.error.message)
  return found.value
}
