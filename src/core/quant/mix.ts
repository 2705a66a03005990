import type { FileType } from './file-type.ts'
import { dividesRow, type GgmlType, ggmlTypes } from './ggml-type.ts'
import { type MixFacts, mixedType, twoBits } from './mix-rules.ts'
import type { NamedShape } from './named-shape.ts'
import { startingType } from './starting-type.ts'
import { categoryOf, layerInName, type TensorCategory } from './tensor-category.ts'
import { allowsQuantisation, convertedType } from './unquantised.ts'

/** What takes the place of a type whose blocks of 256 do not divide a row. `tensor_type_fallback`, src/llama-quant.cpp. */
const fallbacks: Readonly<Partial<Record<GgmlType, GgmlType>>> = {
  iq1_s: 'iq4_nl',
  iq1_m: 'iq4_nl',
  iq2_xxs: 'iq4_nl',
  iq2_xs: 'iq4_nl',
  iq2_s: 'iq4_nl',
  iq3_xxs: 'iq4_nl',
  iq3_s: 'iq4_nl',
  iq4_xs: 'iq4_nl',
  q2_K: 'q4_0',
  q3_K: 'q4_0',
  tq1_0: 'q4_0',
  tq2_0: 'q4_0',
  q4_K: 'q5_0',
  q5_K: 'q5_1',
  q6_K: 'q8_0'
}

/** A type for the row, and whether llama-quantize would stop here: it knows no fallback for types with small blocks. */
function fittingType(wanted: GgmlType, rowElements: number): { type: GgmlType; refused: boolean } {
  if (dividesRow(wanted, rowElements)) return { type: wanted, refused: false }
  const fallback = fallbacks[wanted]
  if (!fallback) return { type: 'f16', refused: true }
  return { type: dividesRow(fallback, rowElements) ? fallback : 'f16', refused: false }
}

/** llama.cpp's order of the tensors of a file: by block, then by name. The running numbers of the mixes follow it. */
function loaderOrder(tensors: readonly NamedShape[]): number[] {
  const blocks = tensors.map(({ name }) => layerInName(name))
  const name = (i: number): string => tensors[i]?.name ?? ''
  return [...tensors.keys()].sort(
    (a, b) => (blocks[a] ?? 0) - (blocks[b] ?? 0) || (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0)
  )
}

interface Choice {
  readonly type: GgmlType
  /** Set where llama-quantize stops because neither this type nor a fallback divides the row. */
  readonly refused?: GgmlType
}

function choose(tensors: readonly NamedShape[], fileType: FileType, facts: MixFacts): Choice[] {
  const categories = tensors.map(({ name }) => categoryOf(name))
  const tied = !categories.includes('output')
  const valueCount = categories.filter((category) => category === 'attention-v').length
  const start = startingType[fileType]
  const mixes = ggmlTypes[start].blockElements > 1
  const byRunningNumber = facts.experts <= 1 || twoBits.includes(fileType)
  const seen = new Map<TensorCategory, number>()
  const choices: Choice[] = tensors.map((tensor) => ({ type: convertedType(tensor, fileType) }))

  for (const i of loaderOrder(tensors)) {
    const tensor = tensors[i]
    const category = categories[i]
    if (!tensor || !category || !allowsQuantisation(tensor)) continue
    if (!mixes) {
      choices[i] = { type: start }
      continue
    }
    const number = seen.get(category) ?? 0
    seen.set(category, number + 1)
    const rowElements = tensor.shape[0]
    const wanted = mixedType(
      fileType,
      {
        category,
        rowElements,
        stacked: (tensor.shape[2] ?? 1) > 1,
        valueIndex: number,
        valueCount,
        depth: byRunningNumber ? number : layerInName(tensor.name),
        tied
      },
      facts
    )
    const { type, refused } = fittingType(wanted, rowElements)
    choices[i] = refused ? { type, refused: wanted } : { type }
  }
  return choices
}

/**
 * The ggml type of every tensor in the file that `llama-quantize` makes, in the order of `tensors`.
 *
 * Rules of llama.cpp's src/llama-quant.cpp without importance matrix and without overrides, starting from an F16 or
 * BF16 file. A row that neither the type nor its fallback divides stays f16; `obstacleTo` tells where llama-quantize
 * stops instead.
 */
export const assignTypes = (
  tensors: readonly NamedShape[],
  fileType: FileType,
  facts: MixFacts
): readonly GgmlType[] => choose(tensors, fileType, facts).map(({ type }) => type)

/** Why llama-quantize, given nothing but the model, does not make a file. */
export type Obstacle =
  | { readonly kind: 'needs-importance-matrix'; readonly tensor: string; readonly type: GgmlType }
  | { readonly kind: 'row-not-divisible'; readonly tensor: string; readonly type: GgmlType }

/** Types whose rounding is garbage without an importance matrix. `tensor_requires_imatrix`, src/llama-quant.cpp. */
const needImportance: readonly GgmlType[] = ['iq3_xxs', 'iq2_xxs', 'iq2_xs', 'iq2_s', 'iq1_m', 'iq1_s']

/**
 * The first thing that stops llama-quantize from making this file without an importance matrix, null when nothing
 * does. Published files of these types exist: their makers had a matrix, and the sizes stay nearly the same.
 */
export function obstacleTo(
  tensors: readonly NamedShape[],
  fileType: FileType,
  facts: MixFacts
): Obstacle | null {
  for (const [i, { type, refused }] of choose(tensors, fileType, facts).entries()) {
    const tensor = tensors[i]
    if (!tensor) continue
    if (refused) return { kind: 'row-not-divisible', tensor: tensor.name, type: refused }
    const category = categoryOf(tensor.name)
    if (category === 'output' || category === 'token-embedding') continue
    if (needImportance.includes(type) || (type === 'q2_K' && fileType === 'Q2_K_S')) {
      return { kind: 'needs-importance-matrix', tensor: tensor.name, type }
    }
  }
  return null
}

/** An obstacle as a sentence: what is wrong and what to do. */
export function describeObstacle({ kind, tensor, type }: Obstacle, fileType: FileType): string {
  return kind === 'needs-importance-matrix'
    ? `${fileType} needs an importance matrix: ${tensor} would be ${type}. Make one with llama-imatrix, or take a published file.`
    : `${fileType} cannot be made: the rows of ${tensor} are not a whole number of ${type} blocks. Choose another quantisation.`
}
