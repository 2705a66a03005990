import type { ContextChoice } from '../../engine/server-settings.ts'
import { badSetting, type SettingsError } from '../../engine/settings-error.ts'
import { grouped } from '../../format.ts'
import type { ModelSpec } from '../../model/model.ts'

/** An end for models whose publisher documents none: 2^20 tokens. */
const withoutLimit = 1_048_576

/** The longest context the publisher documents. */
export const contextLimit = ({ contextLength }: Pick<ModelSpec, 'contextLength'>): number =>
  contextLength ?? withoutLimit

/** Servers refuse to start with more than the model's own length. */
export function contextError(
  model: Pick<ModelSpec, 'contextLength' | 'name'>,
  field: string,
  asked: ContextChoice
): SettingsError | null {
  const limit = model.contextLength
  if (limit === null || typeof asked !== 'number' || asked <= limit) return null
  const allowed = `a whole number from 1 to ${grouped(limit)}`
  return badSetting(
    field,
    allowed,
    `${field} cannot be ${grouped(asked)}: ${model.name} reads at most ${grouped(limit)} tokens.`
  )
}
