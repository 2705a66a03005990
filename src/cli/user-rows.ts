import type { ModelSpec } from '../core/model/model.ts'
import { dataFolder } from '../host/data-folder.ts'
import { describeProblem, readUserModels, type UserModels } from '../host/user-models/user-models.ts'

// One reading serves the whole run: a batch asks for every line.
let reading: Promise<UserModels> | null = null

/** The user's own rows; what is wrong in the file is said once. */
export async function userRows(note: (sentence: string) => void): Promise<readonly ModelSpec[]> {
  const first = reading === null
  reading ??= readUserModels(dataFolder())
  const { file, models: rows, problems } = await reading
  if (first) {
    for (const problem of problems) note(describeProblem(file, problem))
    const ids = rows.length === 0 ? new Set() : new Set((await catalogue()).map(({ id }) => id.toLowerCase()))
    for (const { id } of rows)
      if (ids.has(id.toLowerCase())) note(`${id}: your own row is used, not the catalogue's.`)
  }
  return rows
}

/** Who has no rows and names a model by the letter does without the whole catalogue. */
const catalogue = async (): Promise<readonly ModelSpec[]> => (await import('../catalog/catalog.ts')).models
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** The catalogue with the user's rows first; a row of the user stands in for the catalogue's of the same id. */
export async function withUserRows(note: (sentence: string) => void): Promise<readonly ModelSpec[]> {
  const rows = await userRows(note)
  return [...rows, ...(await catalogue()).filter(({ id }) => !rows.some((row) => same(row.id, id)))]
}

/** The user's row of a name as written: its id, slug, name or alias. */
export async function userRowOf(
  name: string,
  note: (sentence: string) => void
): Promise<ModelSpec | undefined> {
  const rows = await userRows(note)
  return rows.find((row) =>
    [row.id, row.slug, row.name, ...(row.aliases ?? [])].some((known) => same(known, name.trim()))
  )
}
