import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode
} from 'jsonc-parser'
import type { z } from 'zod'
import { slugOf } from '../../catalog/slug.ts'
import type { ModelSpec } from '../../core/model/model.ts'
import { userRowSchema } from '../../core/schema/model.ts'
import { tensorTable } from '../../core/model/tensor-table.ts'
import type { RowProblem, UserModels } from './user-models.ts'

/** Rows and problems of the text of such a file. Never throws. */
export function parseUserModels(text: string): Pick<UserModels, 'models' | 'problems'> {
  const faults: ParseError[] = []
  const tree = parseTree(text.replace(/^\uFEFF/, ' '), faults, { allowTrailingComma: true })
  const [fault] = faults
  if (!tree || fault) {
    const what = fault
      ? printParseErrorCode(fault.error)
          .replace(/([a-z])([A-Z])/g, '$1 $2')
          .toLowerCase()
      : 'empty'
    return { models: [], problems: [at(text, fault?.offset ?? 0, '', `This is not JSON: ${what}.`)] }
  }
  const list = tree.type === 'array' ? tree : findNodeAtLocation(tree, ['models'])
  if (list?.type !== 'array') {
    return {
      models: [],
      problems: [at(text, tree.offset, 'models', 'A list "models" with the rows is missing.')]
    }
  }
  const models: ModelSpec[] = []
  const problems: RowProblem[] = []
  const lineOf = new Map<string, number>()
  for (const [index, node] of (list.children ?? []).entries()) {
    const { model, found } = readRow(text, node, index)
    problems.push(...found)
    if (!model) continue
    const before = lineOf.get(model.id.toLowerCase())
    if (before === undefined) models.push(model)
    else
      problems.push(at(text, node.offset, `models[${index}].id`, `${model.id} is already in line ${before}.`))
    lineOf.set(model.id.toLowerCase(), before ?? at(text, node.offset, '', '').line)
  }
  return { models, problems }
}

function readRow(text: string, node: Node, index: number): { model: ModelSpec | null; found: RowProblem[] } {
  const parsed = userRowSchema.safeParse(getNodeValue(node))
  if (!parsed.success) {
    return {
      model: null,
      found: parsed.error.issues.flatMap((issue) => problemsOf(text, node, index, issue))
    }
  }
  const { id, architecture } = parsed.data
  const uncountable = countFault(architecture)
  if (uncountable !== null) {
    const place = findNodeAtLocation(node, ['architecture']) ?? node
    return { model: null, found: [at(text, place.offset, `models[${index}].architecture`, uncountable)] }
  }
  return {
    model: {
      availability: 'open-weights',
      family: id.split('/')[1] ?? id,
      publisher: id.split('/')[0] ?? id,
      country: 'unknown',
      ...parsed.data,
      slug: slugOf(id)
    },
    found: []
  }
}

function countFault(architecture: NonNullable<ModelSpec['architecture']>): string | null {
  try {
    tensorTable(architecture)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'The weights of this shape cannot be counted.'
  }
}

/** Where an issue is: its field, or the nearest part of the file around it where the field is missing. */
function problemsOf(text: string, row: Node, index: number, issue: z.core.$ZodIssue): RowProblem[] {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [null]
  return unknown.map((key) => {
    const path = [
      ...issue.path.map((step) => (typeof step === 'symbol' ? step.toString() : step)),
      ...(key === null ? [] : [key])
    ]
    let place: Node | undefined
    for (let length = path.length; !place && length >= 0; length--) {
      place = length === 0 ? row : findNodeAtLocation(row, path.slice(0, length))
    }
    const field = path.reduce<string>(
      (name, step) => (typeof step === 'number' ? `${name}[${step}]` : `${name}.${step}`),
      `models[${index}]`
    )
    const message = key === null ? plain(issue.message) : `There is no such field as ${key}.`
    return at(
      text,
      (place?.parent?.type === 'property' ? place.parent : (place ?? row)).offset,
      field,
      message
    )
  })
}

/** The most usual fault by its name: what is missing was never typed, so nothing was received either. */
const plain = (message: string): string =>
  message.replace(/^Invalid input: expected (\w+), received undefined$/u, 'This is missing: $1 expected.')

function at(text: string, offset: number, field: string, message: string): RowProblem {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, column: offset - before.lastIndexOf('\n'), field, message }
}
