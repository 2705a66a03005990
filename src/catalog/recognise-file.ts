import type { Architecture } from '../core/model/architecture.ts'
import type { FirstKeys, GgufHeader } from '../core/model/gguf/header.ts'
import type { ModelShape } from '../core/model/gguf/key-shape.ts'
import type { ModelSpec } from '../core/model/model.ts'
import { models } from './catalog.ts'
import { modelsNamed } from './find-model.ts'

/** Keys of a file that may name what it was made from, the surest first (docs/gguf.md of ggml, gguf-py). */
const nameKeys = [
  'general.source.repo_url',
  'general.source.huggingface.repository',
  'general.base_model.0.repo_url',
  'general.repo_url',
  'general.name',
  'general.basename'
]

/** The row of the catalogue that a file is, or is like. */
export interface Recognised {
  readonly row: ModelSpec
  /** `name`: it is named, and has the shape; `shape`: it has the shape of this row, and no name that says more. */
  readonly by: 'name' | 'shape'
  /** Rows of the very same shape; more than one only where no name tells them apart. */
  readonly alike: readonly ModelSpec[]
}

/**
 * The catalogue's row of the model in a file: the one that the file names, when its shape is that row's; else the only
 * row of that shape. Null when neither is so. A name alone is never believed.
 */
export function recogniseFile(
  header: Pick<GgufHeader, 'metadata'>,
  architecture: Architecture,
  trunk: number
): ModelSpec | null {
  const found = recogniseShape(header, shapeOf(architecture, trunk))
  return found && (found.by === 'name' || found.alike.length === 1) ? found.row : null
}

/**
 * The same by what the keys of a file state. `names` are those by which it is kept - of the file, its folder, its
 * repository - and come after the file's own. Where rows share one shape and nobody names one of them, the one that most
 * people run stands for all: what is computed for one holds for the others.
 */
export function recogniseShape(
  file: Pick<FirstKeys, 'metadata'>,
  shape: ModelShape,
  names: readonly string[] = []
): Recognised | null {
  const alike = rowsOf(shape)
  const [first] = alike
  if (!first) return null
  for (const name of [...namesIn(file), ...names]) {
    const [row, another] = modelsNamed(name).filter((model) => alike.includes(model))
    if (row && !another) return { row, by: 'name', alike: [row] }
  }
  const one = alike.every(({ architecture }) => architecture === first.architecture)
  return one ? { row: first, by: 'shape', alike } : null
}

/** Rows with these widths; of several those with the same KV heads and vocabulary, which converters may pad. */
function rowsOf(shape: ModelShape): readonly ModelSpec[] {
  const alike = models.filter(({ architecture }) => architecture && sameShape(architecture, shape))
  const sameHeads = preferred(alike, ({ attention }) => attention.kvHeads === shape.kvHeads)
  return preferred(sameHeads, ({ vocabSize }) => vocabSize === shape.vocabSize)
}

function preferred(
  rows: readonly ModelSpec[],
  fits: (architecture: Architecture) => boolean
): readonly ModelSpec[] {
  if (rows.length < 2) return rows
  const fitting = rows.filter(({ architecture }) => architecture && fits(architecture))
  return fitting.length > 0 ? fitting : rows
}

function namesIn({ metadata }: Pick<FirstKeys, 'metadata'>): readonly string[] {
  const text = (key: string): string => {
    const value = metadata.get(key)?.value
    return typeof value === 'string' ? value : ''
  }
  const size = text('general.size_label')
  const sized = size === '' ? [] : [`${text('general.basename')} ${size}`]
  const plain = nameKeys.map((key) => text(key).replace(/^https?:\/\/[^/]+\//u, ''))
  return [...plain.slice(0, 5), ...sized, ...plain.slice(5)].filter((name) => name.trim() !== '')
}

/** Widths that llama.cpp could not load otherwise. */
const sameShape = (row: Architecture, file: ModelShape): boolean =>
  row.gguf === file.gguf &&
  row.hiddenSize === file.hiddenSize &&
  row.layers === file.trunk &&
  row.attention.heads === file.heads &&
  (row.experts?.count ?? 0) === file.experts &&
  (row.experts === undefined
    ? sameWidth(row.feedForward, file.feedForward)
    : file.expertWidth === 0 || row.experts.width === file.expertWidth)

const sameWidth = (row: Architecture['feedForward'], file: number | null): boolean =>
  typeof row !== 'number' || file === null || row === file

const shapeOf = (
  { gguf, hiddenSize, attention, experts, feedForward, vocabSize }: Architecture,
  trunk: number
): ModelShape => ({
  gguf,
  hiddenSize,
  trunk,
  heads: attention.heads,
  kvHeads: attention.kvHeads,
  experts: experts?.count ?? 0,
  expertWidth: experts?.width ?? 0,
  feedForward: typeof feedForward === 'number' ? feedForward : null,
  vocabSize
})
