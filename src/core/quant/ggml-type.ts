import { type Bytes, bytes } from '../quantity.ts'

/** How a ggml type packs elements: every row is a whole number of blocks. */
export interface GgmlTypeLayout {
  /** The number `enum ggml_type` gives it: what a GGUF header stores. */
  readonly id: number
  readonly blockElements: number
  readonly blockBytes: number
}

/**
 * All types of `enum ggml_type` (ggml/include/ggml.h) with the block structures of ggml/src/ggml-common.h. Types that
 * were removed from ggml (4, 5, 31-33, 36-38) have no layout and are not listed. `q8_1` and `q8_K` exist only while
 * computing; no file holds them.
 */
export const ggmlTypes = {
  f32: { id: 0, blockElements: 1, blockBytes: 4 },
  f16: { id: 1, blockElements: 1, blockBytes: 2 },
  q4_0: { id: 2, blockElements: 32, blockBytes: 18 },
  q4_1: { id: 3, blockElements: 32, blockBytes: 20 },
  q5_0: { id: 6, blockElements: 32, blockBytes: 22 },
  q5_1: { id: 7, blockElements: 32, blockBytes: 24 },
  q8_0: { id: 8, blockElements: 32, blockBytes: 34 },
  q8_1: { id: 9, blockElements: 32, blockBytes: 36 },
  q2_K: { id: 10, blockElements: 256, blockBytes: 84 },
  q3_K: { id: 11, blockElements: 256, blockBytes: 110 },
  q4_K: { id: 12, blockElements: 256, blockBytes: 144 },
  q5_K: { id: 13, blockElements: 256, blockBytes: 176 },
  q6_K: { id: 14, blockElements: 256, blockBytes: 210 },
  q8_K: { id: 15, blockElements: 256, blockBytes: 292 },
  iq2_xxs: { id: 16, blockElements: 256, blockBytes: 66 },
  iq2_xs: { id: 17, blockElements: 256, blockBytes: 74 },
  iq3_xxs: { id: 18, blockElements: 256, blockBytes: 98 },
  iq1_s: { id: 19, blockElements: 256, blockBytes: 50 },
  iq4_nl: { id: 20, blockElements: 32, blockBytes: 18 },
  iq3_s: { id: 21, blockElements: 256, blockBytes: 110 },
  iq2_s: { id: 22, blockElements: 256, blockBytes: 82 },
  iq4_xs: { id: 23, blockElements: 256, blockBytes: 136 },
  i8: { id: 24, blockElements: 1, blockBytes: 1 },
  i16: { id: 25, blockElements: 1, blockBytes: 2 },
  i32: { id: 26, blockElements: 1, blockBytes: 4 },
  i64: { id: 27, blockElements: 1, blockBytes: 8 },
  f64: { id: 28, blockElements: 1, blockBytes: 8 },
  iq1_m: { id: 29, blockElements: 256, blockBytes: 56 },
  bf16: { id: 30, blockElements: 1, blockBytes: 2 },
  tq1_0: { id: 34, blockElements: 256, blockBytes: 54 },
  tq2_0: { id: 35, blockElements: 256, blockBytes: 66 },
  mxfp4: { id: 39, blockElements: 32, blockBytes: 17 },
  nvfp4: { id: 40, blockElements: 64, blockBytes: 36 },
  q1_0: { id: 41, blockElements: 128, blockBytes: 18 },
  q2_0: { id: 42, blockElements: 64, blockBytes: 18 }
} as const satisfies Record<string, GgmlTypeLayout>

export type GgmlType = keyof typeof ggmlTypes

export const isGgmlType = (name: string): name is GgmlType => Object.hasOwn(ggmlTypes, name)

const byId = new Map<number, GgmlType>(
  Object.entries(ggmlTypes).map(([name, { id }]) => [id, name as GgmlType])
)

/** The type with number `id` in a GGUF header, null for a number that no current ggml knows. */
export const ggmlTypeById = (id: number): GgmlType | null => byId.get(id) ?? null

/** Whether a row of `rowElements` can be packed in this type at all. */
export const dividesRow = (type: GgmlType, rowElements: number): boolean =>
  rowElements % ggmlTypes[type].blockElements === 0

/**
 * Bytes of one row of `rowElements` elements: `blocks x blockBytes`, ggml's `ggml_row_size`.
 *
 * @throws RangeError when the blocks do not divide the row. `assignTypes` never assigns such a type and a header with
 * one is refused when it is read, so this is a bug of the caller.
 */
export function rowBytes(type: GgmlType, rowElements: number): Bytes {
  const { blockElements, blockBytes } = ggmlTypes[type]
  if (!dividesRow(type, rowElements)) {
    throw new RangeError(
      `A row of ${rowElements} elements is not a whole number of ${type} blocks of ${blockElements}.`
    )
  }
  return bytes((rowElements / blockElements) * blockBytes)
}

/** Bytes of a tensor, without the padding that a file or a buffer puts after it. `shape` is in ggml order: row first. */
export function tensorBytes(type: GgmlType, shape: readonly [number, ...number[]]): Bytes {
  const [row, ...rest] = shape
  return bytes(rest.reduce((n, d) => n * d, rowBytes(type, row)))
}
