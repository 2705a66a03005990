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
export function fittingType(wanted: GgmlType, rowElements: number): { type: GgmlType; refused: boolean } {
  if (dividesRow(wanted, rowElements)) return { type: wanted, refused: false }
  const fallback = fallbacks[wanted]
  if (!fallback) return { type: 'f16', refused: true }
  return { type: dividesRow(fallback, rowElements) ? fallback : 'f16', refused: false }
}

/** llama.cpp's order of the tensors of a file: by block, then by name. The running numbers of the mixes follow it. */
const loaderOrder = (a: Prepared, b: Prepared): number =>
  a.layer - b.layer || (a.tensor.name < b.tensor.name ? -1 : a.tensor.name > b.tensor.name ? 1 : 0)

/** What is the same for every file type: found once per list, because names are slow to take apart. */
interface Prepared {
  readonly index: number
  readonly tensor: NamedShape
  readonly category: TensorCategory
  readonly layer: number
  /** Running number among the quantised tensors of the category. */
  readonly number: number
}

interface PreparedList {
  /** The tensors whose type may change, in llama.cpp's order. */
  readonly quantised: readonly Prepared[]
  readonly leftAlone: readonly { readonly index: number; readonly tensor: NamedShape }[]
  readonly tied: boolean
  readonly valueCount: number
}

const preparedLists = new WeakMap<readonly NamedShape[], PreparedList>()

function prepare(tensors: readonly NamedShape[]): PreparedList {
  const before = preparedLists.get(tensors)
  if (before) return before
  const entries = tensors.map((tensor, index) => ({
    index,
    tensor,
    category: categoryOf(tensor.name),
    layer: layerInName(tensor.name),
    quantised: allowsQuantisation(tensor),
    number: 0
  }))
  const seen = new Map<TensorCategory, number>()
  const quantised = entries
    .filter((entry) => entry.quantised)
    .sort(loaderOrder)
    .map((entry): Prepared => {
      const number = seen.get(entry.category) ?? 0
      seen.set(entry.category, number + 1)
      return { ...entry, number }
    })
  const list: PreparedList = {
    quantised,
    leftAlone: entries.filter((entry) => !entry.quantised),
    tied: !entries.some(({ category }) => category === 'output'),
    valueCount: entries.filter(({ category }) => category === 'attention-v').length
  }
  preparedLists.set(tensors, list)
  return list
}

interface Choice {
  readonly type: GgmlType
  /** Set where llama-quantize stops because neither this type nor a fallback divides the row. */
  readonly refused?: GgmlType
}

function choose(tensors: readonly NamedShape[], fileType: FileType, facts: MixFacts): Choice[] {
  const { quantised, leftAlone, tied, valueCount } = prepare(tensors)
  const start = startingType[fileType]
  const mixes = ggmlTypes[start].blockElements > 1
  const byRunningNumber = facts.experts <= 1 || twoBits.includes(fileType)
  const choices = new Array<Choice>(tensors.length)
  for (const { index, tensor } of leftAlone) choices[index] = { type: convertedType(tensor, fileType) }
  for (const { index, tensor, category, layer, number } of quantised) {
    if (!mixes) {
      choices[index] = { type: start }
      continue
    }
    const rowElements = tensor.shape[0]
    const stacked = (tensor.shape[2] ?? 1) > 1
    const depth = byRunningNumber ? number : layer
    const place = { category, rowElements, stacked, valueIndex: number, valueCount, depth, tied }
    const wanted = mixedType(fileType, place, facts)
    const { type, refused } = fittingType(wanted, rowElements)
    choices[index] = refused ? { type, refused: wanted } : { type }
  }
  return choices
}

/** Whether blocks of `elements` divide the rows of all tensors that a file type may quantise. */
export const allRowsDivisible = (tensors: readonly NamedShape[], elements: number): boolean =>
  prepare(tensors).quantised.every(({ tensor }) => tensor.shape[0] % elements === 0)

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
