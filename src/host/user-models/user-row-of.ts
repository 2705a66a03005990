import { grouped } from '../../core/format.ts'
import type { Architecture } from '../../core/model/architecture.ts'
import type { RunnableModel } from '../../core/model/model.ts'
import { countParameters } from '../../core/model/parameters.ts'
import { tensorsOf, tensorTable } from '../../core/model/tensor-table.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { UserRow } from './add-user-model.ts'

/** A shape from a file may keep facts that only its own tensors tell; a row has none of them. */
function asWritten(architecture: Architecture): Architecture {
  const shape = without(architecture, 'layerCaches')
  const { experts } = shape
  return experts ? { ...shape, experts: without(experts, 'layers') } : shape
}

const without = <T extends object>(whole: T, field: keyof T): T =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => name !== field)) as T

/**
 * The row that describes a model read from a repository, a file or a config.json. The weights are counted from the row
 * and held against what was read: a shape that is off by more than 0.1 % is refused, because a row has nothing else.
 *
 * @param id `owner/name`, as the row is to be called
 * @param month `YYYY-MM`, for a model whose month of release is not known
 */
export function userRowOf(model: RunnableModel, id: string, month: string): Result<UserRow, string> {
  const architecture = asWritten(model.architecture)
  const read =
    model.parameters.total ?? countParameters(tensorsOf(model.architecture), model.architecture).total
  const towers = (model.towers?.vision ?? 0) + (model.towers?.audio ?? 0)
  let counted: number
  try {
    counted = countParameters(tensorTable(architecture), architecture).total
  } catch (error) {
    return err(error instanceof Error ? error.message : 'The weights of this shape cannot be counted.')
  }
  if (Math.abs(counted + towers - read) > 0.001 * read) {
    return err(
      `Its shape alone gives ${grouped(counted)} parameters, but ${grouped(read)} were read: a row cannot describe it. Name the file or repository itself to \`plimsoll check\`.`
    )
  }
  const { name, release, license, modality, contextLength, nativeType, weightFormat, source } = model
  return ok({
    id,
    name,
    release: /^20\d\d-(0[1-9]|1[0-2])$/.test(release) ? release : month,
    license,
    modality: /^text(\+image(\+audio|\+video)?)?$/.test(modality) ? modality : 'text',
    contextLength,
    architecture,
    parameters: { total: null, active: null },
    nativeType,
    ...(weightFormat ? { weightFormat } : {}),
    source
  })
}
