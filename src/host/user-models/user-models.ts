import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelSpec } from '../../core/model/model.ts'

/** What is wrong with a row, and where in the file. */
export interface RowProblem {
  /** From 1. */
  readonly line: number
  readonly column: number
  /** `models[0].architecture.layers`; empty for the file as a whole. */
  readonly field: string
  /** One sentence. */
  readonly message: string
}

export interface UserModels {
  readonly file: string
  /** Rows that can be used; those with a problem are left out, the others stay. */
  readonly models: readonly ModelSpec[]
  readonly problems: readonly RowProblem[]
  /** True where there is no such file, which is no problem. */
  readonly absent: boolean
}

export const userModelsFile = (folder: string): string => join(folder, 'models.json')

/**
 * The user's own rows from `models.json` in the app's data folder: `{ "models": [row, ...] }`, comments and a comma
 * too many allowed. The file is only ever read, and only who has one pays for the schemas.
 */
export async function readUserModels(folder: string): Promise<UserModels> {
  const file = userModelsFile(folder)
  const read = await readFile(file, 'utf8').catch((error: unknown) => error)
  if (typeof read === 'string') {
    const { parseUserModels } = await import('./parse-user-models.ts')
    return { file, ...parseUserModels(read), absent: false }
  }
  const code = read instanceof Error && 'code' in read ? String(read.code) : 'unknown'
  const none = { file, models: [], absent: code === 'ENOENT' || code === 'ENOTDIR' }
  const message = `The file could not be read (${code}). Check who may read it.`
  return { ...none, problems: none.absent ? [] : [{ line: 1, column: 1, field: '', message }] }
}

/** `models.json, line 12, models[0].architecture.layers: Invalid input` */
export const describeProblem = (file: string, { line, column, field, message }: RowProblem): string =>
  `${file}:${line}:${column}${field === '' ? '' : ` ${field}`}: ${message}`
