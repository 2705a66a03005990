import type { Cursor } from './cursor.ts'
import { Fault, printable } from './fault.ts'
import { limits } from './limits.ts'

export type Scalar = string | number | boolean
/** What is left of a long array or a long text. */
export interface OnlyLength {
  readonly length: number
}
export type MetadataValue = Scalar | readonly Scalar[] | OnlyLength

/** A value of the metadata with where it stands in the file. */
export interface MetadataEntry {
  readonly value: MetadataValue
  readonly at: number
}

/** By the number that `enum gguf_type` gives it (ggml/include/gguf.h); texts and arrays are read apart. */
const scalars: readonly (((cursor: Cursor) => Scalar) | null)[] = [
  (c) => c.u8(),
  (c) => c.i8(),
  (c) => c.u16(),
  (c) => c.i16(),
  (c) => c.u32(),
  (c) => c.i32(),
  (c) => c.f32(),
  (c) => c.u8() !== 0,
  null,
  null,
  (c) => c.u64(),
  (c) => c.i64(),
  (c) => c.f64()
]
const widths: readonly (number | null)[] = [1, 1, 2, 2, 4, 4, 4, 1, null, null, 8, 8, 8]
const textType = 8
const arrayType = 9

/**
 * Reads keys and values into `metadata`. Keeps what decides about memory: short texts and short arrays; of the rest the
 * length. A long list of texts is counted before it is walked over, so that its length is known where the bytes end in it.
 */
export function readMetadata(
  cursor: Cursor,
  keys: number,
  metadata = new Map<string, MetadataEntry>()
): Map<string, MetadataEntry> {
  let kept = 0
  for (let i = 0; i < keys; i++) {
    const at = cursor.at
    const key = cursor.text(limits.nameBytes)
    if (metadata.has(key)) {
      throw new Fault({ kind: 'damaged', at, what: `the key ${printable(key)} is there twice` })
    }
    const counted = (length: number): void => void metadata.set(key, { value: { length }, at })
    const value = readValue(cursor, key, limits.keptElementsInAll - kept, counted)
    if (Array.isArray(value)) kept += value.length
    metadata.set(key, { value, at })
  }
  return metadata
}

function readValue(
  cursor: Cursor,
  key: string,
  room: number,
  counted: (length: number) => void
): MetadataValue {
  const at = cursor.at
  const type = cursor.u32()
  if (type === textType) return shortText(cursor)
  if (type !== arrayType) return scalarReader(type, key, at)(cursor)
  const of = cursor.u32()
  const length = cursor.count(limits.arrayElements, `elements of ${printable(key)}`)
  if (of === textType) {
    counted(length)
    cursor.skipTexts(length, limits.textBytes)
    return { length }
  }
  if (of === arrayType) {
    throw new Fault({
      kind: 'damaged',
      at,
      what: `${printable(key)} is an array of arrays, which GGUF has not`
    })
  }
  const read = scalarReader(of, key, at)
  if (length <= Math.min(limits.keptElements, room)) return Array.from({ length }, () => read(cursor))
  cursor.skip((widths[of] ?? 1) * length)
  return { length }
}

function shortText(cursor: Cursor): MetadataValue {
  const from = cursor.at
  const length = cursor.skipText(limits.textBytes)
  if (length > limits.keptTextBytes) return { length }
  cursor.at = from
  return cursor.text(limits.keptTextBytes)
}

function scalarReader(type: number, key: string, at: number): (cursor: Cursor) => Scalar {
  const read = scalars[type]
  if (read) return read
  throw new Fault({
    kind: 'damaged',
    at,
    what: `${printable(key)} has a value of an unknown kind (${type}; 0 to 12 exist)`
  })
}
