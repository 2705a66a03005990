import { findModel } from '../catalog/find-model.ts'
import type { ModelSpec } from '../core/model/model.ts'
import { UsageError } from './usage-error.ts'

/** A model that nothing in the catalogue answers to; the batch reports it under its own kind. */
export class UnknownModelError extends UsageError {}

/** The catalogue's model of a name as a person types it. */
export function chooseModel(name: string): ModelSpec {
  if (/\.gguf$/i.test(name.trim())) {
    throw new UnknownModelError(
      `“${name}” is a file, and files cannot be read yet. Name the model it holds, for example qwen3-30b-a3b.`
    )
  }
  const found = findModel(name)
  if (!found.ok) throw new UnknownModelError(found.error.message)
  return found.value
}
