import { err, ok, type Result } from '../../result.ts'
import { dividesRow, type GgmlType, ggmlTypeById } from '../../quant/ggml-type.ts'
import { Cursor, Fault, type GgufFault } from './cursor.ts'

/** Bounds on what a header may claim, so that a damaged or hostile file costs neither memory nor time (CWE-770). */
export const limits = {
  /** The largest tokenizers in use take 20 MB. */
  headerBytes: 256 * 2 ** 20,
  metadataKeys: 10_000,
  tensors: 1_000_000,
  /** Chat templates reach 100 kB. */
  stringBytes: 4 * 2 ** 20,
  /** `general.name` and tensor names; ggml itself allows 64 bytes for the latter. */
  nameBytes: 1024,
  /** Longer arrays (vocabularies) are walked over and only their length is kept. */
  keptElements: 4096,
  arrayElements: 16_777_216,
  dimensions: 4,
  /** Product of the dimensions: stays an exact integer. */
  elements: 2 ** 50
} as const

export type Scalar = string | number | boolean
/** A value of the metadata; of long arrays only the length. */
export type MetadataValue = Scalar | readonly Scalar[] | { readonly length: number }

export interface GgufTensor {
  readonly name: string
  readonly shape: readonly [number, ...number[]]
  readonly type: GgmlType
}

/** What stands before the weights in a GGUF file. */
export interface GgufHeader {
  readonly version: number
  readonly metadata: ReadonlyMap<string, MetadataValue>
  readonly tensors: readonly GgufTensor[]
  /** Bytes before the first weight, without padding. */
  readonly headerBytes: number
}

/** Reads `length` bytes at `offset`; fewer at the end of the file. */
export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array>

const scalars: readonly (((cursor: Cursor) => Scalar) | null)[] = [
  (c) => c.u8(),
  (c) => c.i8(),
  (c) => c.u16(),
  (c) => c.i16(),
  (c) => c.u32(),
  (c) => c.i32(),
  (c) => c.f32(),
  (c) => c.u8() !== 0,
  (c) => c.string(limits.stringBytes),
  null,
  (c) => c.u64(),
  (c) => c.i64(),
  (c) => c.f64()
]
const widths: readonly (number | null)[] = [1, 1, 2, 2, 4, 4, 4, 1, null, null, 8, 8, 8]
const stringType = 8
const arrayType = 9

function value(cursor: Cursor, key: string): MetadataValue {
  const type = cursor.u32()
  if (type !== arrayType) return scalar(cursor, type, key)
  const of = cursor.u32()
  const length = cursor.count(limits.arrayElements, `elements of ${key}`)
  if (length <= limits.keptElements) return Array.from({ length }, () => scalar(cursor, of, key))
  const width = widths[of]
  if (of === stringType) for (let i = 0; i < length; i++) cursor.skipString(limits.stringBytes)
  else if (width) cursor.skip(width * length)
  else throw new Fault({ kind: 'damaged', what: `${key} has values of an unknown kind (${of})` })
  return { length }
}

function scalar(cursor: Cursor, type: number, key: string): Scalar {
  const read = scalars[type]
  if (!read) throw new Fault({ kind: 'damaged', what: `${key} has a value of an unknown kind (${type})` })
  return read(cursor)
}

function tensor(cursor: Cursor): GgufTensor {
  const name = cursor.string(limits.nameBytes)
  const rank = cursor.u32()
  if (rank > limits.dimensions) throw new Fault({ kind: 'damaged', what: `${name} has ${rank} dimensions` })
  const [row = 1, ...rest] = Array.from({ length: rank }, () => cursor.u64())
  if (row * rest.reduce((n, d) => n * d, 1) > limits.elements) {
    throw new Fault({ kind: 'damaged', what: `${name} has impossible dimensions` })
  }
  const id = cursor.u32()
  cursor.u64() // offset of its data
  const type = ggmlTypeById(id)
  if (!type) throw new Fault({ kind: 'unknown-type', tensor: name, id })
  if (!dividesRow(type, row))
    throw new Fault({ kind: 'damaged', what: `rows of ${name} are no whole ${type} blocks` })
  return { name, shape: [row, ...rest], type }
}

/**
 * Reads the header in `bytes`, the beginning of a GGUF file of version 2 or 3. `truncated` when it goes on after them.
 * Format: docs/gguf.md of ggml.
 */
export function parseHeader(bytes: Uint8Array): Result<GgufHeader, GgufFault> {
  const cursor = new Cursor(bytes)
  try {
    if (cursor.ascii(4) !== 'GGUF') return err({ kind: 'not-gguf' })
    const version = cursor.u32()
    if (version !== 2 && version !== 3) return err({ kind: 'unknown-version', version })
    const tensorCount = cursor.count(limits.tensors, 'tensors')
    const keyCount = cursor.count(limits.metadataKeys, 'metadata keys')
    const metadata = new Map<string, MetadataValue>()
    for (let i = 0; i < keyCount; i++) {
      const key = cursor.string(limits.nameBytes)
      metadata.set(key, value(cursor, key))
    }
    const tensors: GgufTensor[] = []
    for (let i = 0; i < tensorCount; i++) tensors.push(tensor(cursor))
    return ok({ version, metadata, tensors, headerBytes: cursor.at })
  } catch (fault) {
    if (fault instanceof Fault) return err(fault.fault)
    throw fault
  }
}

/** Reads a header piece by piece: a few hundred kilobytes, or as much as the tokenizer takes. */
export async function readHeader(read: ReadBytes): Promise<Result<GgufHeader, GgufFault>> {
  for (let length = 2 ** 18; ; length = Math.min(length * 4, limits.headerBytes)) {
    const bytes = await read(0, length)
    const header = parseHeader(bytes)
    if (header.ok || header.error.kind !== 'truncated' || bytes.length < length) return header
    if (length === limits.headerBytes) return err({ kind: 'too-large', what: 'the header' })
  }
}
