import { canBeMade, fileTypesFor } from '../memory/weights.ts'
import type { RunnableModel } from '../model/model.ts'
import type { SettingsError } from '../placement/validate-settings.ts'
import type { FileType } from '../quant/file-type.ts'

/**
 * Why a model does not come in a file type, null when it does: `llama-quantize` stops where neither the type nor its
 * fallback divides a row (src/llama-quant.cpp), and MXFP4 names a mix for routed experts (`MXFP4_MOE`).
 */
export function quantError(model: RunnableModel, fileType: FileType): SettingsError | null {
  const { architecture, name, nativeType } = model
  const withoutExperts = fileType === 'MXFP4' && architecture.experts === undefined
  if (!withoutExperts && canBeMade(architecture, fileType)) return null
  const allowed = fileTypesFor(architecture, nativeType).join(', ')
  const why = withoutExperts
    ? 'that type is for the experts of a mixture, and it has none'
    : 'its rows are not a whole number of blocks of that type'
  return {
    kind: 'bad-setting',
    field: 'quant',
    allowed,
    message: `${name} does not come in ${fileType}: ${why}. Use one of ${allowed}.`
  }
}
