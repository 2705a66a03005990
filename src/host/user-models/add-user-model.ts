import { mkdir, readFile } from 'node:fs/promises'
import { findNodeAtLocation, type Node, parseTree, stripComments } from 'jsonc-parser'
import writeFileAtomic from 'write-file-atomic'
import { err, ok, type Result } from '../../core/result.ts'
import type { userRowSchema } from '../../core/schema/model.ts'
import type { z } from 'zod'
import { parseUserModels } from './parse-user-models.ts'
import { describeProblem, userModelsFile } from './user-models.ts'

export type UserRow = z.infer<typeof userRowSchema>

const emptyFile = '{\n  "models": []\n}\n'
const bom = '\uFEFF'

/**
 * Puts a row at the end of the text of a `models.json`. What is there stays as it is, comments and spacing included.
 * The error says which line keeps the row out: text that is not JSON, a row of the same id, a field of the new row.
 */
export function withUserModel(text: string, row: UserRow, file = 'models.json'): Result<string, string> {
  const before = parseUserModels(text)
  const [broken] = before.problems.filter(({ field }) => field === '' || field === 'models')
  if (broken) return err(`${describeProblem(file, broken)} Nothing was added; correct it first.`)
  const mark = text.startsWith(bom) ? bom : ''
  const plain = text.slice(mark.length)
  const tree = parseTree(plain, [], { allowTrailingComma: true })
  const list = tree?.type === 'array' ? tree : tree && findNodeAtLocation(tree, ['models'])
  if (!list) return err(`${file} has no list for a row. Nothing was added.`)
  const after = mark + withLast(plain, list, row)
  const read = parseUserModels(after)
  const known = new Set(before.problems.map(({ field, message }) => field + message))
  const [fresh] = read.problems.filter(({ field, message }) => !known.has(field + message))
  if (fresh) return err(`${describeProblem(file, fresh)} Nothing was added.`)
  // The rows that were there are there still, in their order, and the new one is the last.
  const kept = read.models.slice(0, -1).map(({ id }) => id)
  const whole = JSON.stringify(kept) === JSON.stringify(before.models.map(({ id }) => id))
  if (!whole || read.models.at(-1)?.id !== row.id)
    return err(
      `${file} is written in a way that a row cannot be added to. Nothing was added; add it by hand.`
    )
  return ok(after)
}

/**
 * The text with one more element at the end of a list. Only a comma and the new lines are put in: an edit of
 * jsonc-parser's `modify` would also lay out anew the element before it.
 */
function withLast(text: string, list: Node, row: UserRow): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const closing = list.offset + list.length - 1
  const last = list.children?.at(-1)
  const end = last ? last.offset + last.length : list.offset + 1
  const gap = text.slice(end, closing)
  const base = indentAt(text, list.offset)
  const indent = last && startsLine(text, last.offset) ? indentAt(text, last.offset) : `${base}  `
  const lines = JSON.stringify(row, null, 2).split('\n').join(`${eol}${indent}`)
  const comma = last && !hasComma(gap) ? ',' : ''
  const blank = /\s*$/u.exec(gap)?.[0] ?? ''
  const before = gap.slice(0, gap.length - blank.length)
  const ending = blank.includes('\n') ? blank : `${eol}${base}`
  return `${text.slice(0, end)}${comma}${before}${eol}${indent}${lines}${ending}${text.slice(closing)}`
}

/** A comma that is no part of a comment. */
const hasComma = (gap: string): boolean => stripComments(gap).includes(',')

const lineBefore = (text: string, offset: number): string =>
  text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)

const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/u.exec(lineBefore(text, offset))?.[0] ?? ''

const startsLine = (text: string, offset: number): boolean => lineBefore(text, offset).trim() === ''

/** Adds a row to `models.json` in the data folder, which is made where it is not there. Written whole or not at all. */
export async function addUserModel(folder: string, row: UserRow): Promise<Result<string, string>> {
  const file = userModelsFile(folder)
  const read = await readFile(file, 'utf8').catch((error: unknown) => error)
  const code = read instanceof Error && 'code' in read ? String(read.code) : 'unknown'
  if (typeof read !== 'string' && code !== 'ENOENT')
    return err(`${file} could not be read (${code}). Check who may read it.`)
  const changed = withUserModel(typeof read === 'string' ? read : emptyFile, row, file)
  if (!changed.ok) return changed
  try {
    await mkdir(folder, { recursive: true })
    await writeFileAtomic(file, changed.value)
    return ok(file)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return err(`${file} could not be written (${reason}). Check the disk and who may write there.`)
  }
}
