import type { z } from 'zod'

interface Named {
  readonly id?: unknown
}

/** What to do about a mistake, by the field it is in; the first that fits. */
const advice: readonly (readonly [RegExp, string])[] = [
  [/^sources/, 'say where the fact was read: an address, or a named source of docs/add-a-model.md'],
  [/^architecture/, 'docs/add-a-model.md says which field of config.json it is'],
  [/^(?:files|variants|otherShapes)/, 'write ids as publisher/name, as on Hugging Face'],
  [/^release/, 'write the month of the release, 2026-11']
]

const adviceFor = (field: string, code: string): string =>
  code === 'unrecognized_keys'
    ? 'remove it or correct its spelling'
    : (advice.find(([pattern]) => pattern.test(field))?.[1] ?? 'see src/core/model/model.ts')

/** Where an issue is: which row by its id, and which field of it, `architecture.attention.heads`. */
function place(
  path: readonly PropertyKey[],
  document: unknown
): { readonly row: string; readonly field: string } {
  const [list, index, ...rest] = path
  const rows = (document as { readonly models?: readonly Named[] } | null)?.models
  if (list === 'models' && typeof index === 'number') {
    const id = rows?.[index]?.id
    return { row: typeof id === 'string' ? id : `row ${index + 1}`, field: rest.join('.') || '(the row)' }
  }
  return { row: '(head of the file)', field: path.join('.') || '(the file)' }
}

/** One sentence per mistake of a file: file, row, field, what is wrong, what to do. */
export function problemsOf(file: string, error: z.ZodError, document: unknown): readonly string[] {
  return error.issues.map((issue) => {
    const { row, field } = place(issue.path, document)
    const unknown = issue.code === 'unrecognized_keys' ? `${issue.keys.join(', ')}: ` : ''
    return `${file}: ${row}: ${field}: ${unknown}${issue.message} - ${adviceFor(field, issue.code)}`
  })
}
