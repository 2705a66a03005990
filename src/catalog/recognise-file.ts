import type { Architecture } from '../core/model/architecture.ts'
import type { GgufHeader } from '../core/model/gguf/header.ts'
import type { ModelSpec } from '../core/model/model.ts'
import { models } from './catalog.ts'
import { findModel } from './find-model.ts'

/** Keys of a file that may name what it was made from, the surest first (docs/gguf.md of ggml, gguf-py). */
const nameKeys = [
  'general.source.repo_url',
  'general.source.huggingface.repository',
  'general.base_model.0.repo_url',
  'general.repo_url',
  'general.name',
  'general.basename'
]

/**
 * The catalogue's row of the model in a file: the one that the file names, when its shape is that row's; else the only
 * row of that shape. Null when neither is so. A name alone is never believed.
 */
export function recogniseFile(
  header: Pick<GgufHeader, 'metadata'>,
  architecture: Architecture,
  trunk: number
): ModelSpec | null {
  const alike = models.filter(
    (model) => model.architecture && sameShape(model.architecture, architecture, trunk)
  )
  if (alike.length === 0) return null
  for (const name of namesIn(header)) {
    const found = findModel(name)
    if (found.ok && alike.includes(found.value)) return found.value
  }
  return alike.length === 1 ? (alike[0] ?? null) : null
}

function namesIn({ metadata }: Pick<GgufHeader, 'metadata'>): readonly string[] {
  const text = (key: string): string => {
    const value = metadata.get(key)?.value
    return typeof value === 'string' ? value : ''
  }
  const size = text('general.size_label')
  const sized = size === '' ? [] : [`${text('general.basename')} ${size}`]
  const plain = nameKeys.map((key) => text(key).replace(/^https?:\/\/[^/]+\//u, ''))
  return [...plain.slice(0, 5), ...sized, ...plain.slice(5)].filter((name) => name.trim() !== '')
}

/** Widths that llama.cpp could not load otherwise; the vocabulary is left out, which converters pad. */
const sameShape = (row: Architecture, file: Architecture, trunk: number): boolean =>
  row.gguf === file.gguf &&
  row.hiddenSize === file.hiddenSize &&
  row.layers === trunk &&
  (row.experts?.count ?? 0) === (file.experts?.count ?? 0) &&
  (row.experts?.width ?? 0) === (file.experts?.width ?? 0) &&
  row.attention.heads === file.attention.heads &&
  sameFeedForward(row, file)

function sameFeedForward(row: Architecture, file: Architecture): boolean {
  if (row.experts !== undefined) return true
  const [a, b] = [row.feedForward, file.feedForward]
  return typeof a !== 'number' || typeof b !== 'number' || a === b
}
