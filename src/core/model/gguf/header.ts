import { err, ok, type Result } from '../../result.ts'
import { Cursor, type Pieces } from './cursor.ts'
import { Fault, type GgufFault, printable } from './fault.ts'
import { limits } from './limits.ts'
import { type MetadataEntry, readMetadata } from './metadata-values.ts'
import { readTensors, type TensorList } from './tensor-list.ts'

/** What stands before the weights in a GGUF file. */
export interface GgufHeader extends TensorList {
  readonly version: number
  readonly metadata: ReadonlyMap<string, MetadataEntry>
  /** Bytes before the first weight, without padding. */
  readonly headerBytes: number
  /** Bytes of the whole file: header, padding and data. */
  readonly fileBytes: number
}

/** Reads `length` bytes at `offset`; fewer at the end of the file. */
export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array>

/**
 * Reads the header in `bytes`, the beginning of a GGUF file of version 2 or 3. `truncated` when it goes on after them.
 * Format: docs/gguf.md of ggml; refusals as in ggml/src/gguf.cpp.
 */
export const parseHeader = (bytes: Uint8Array): Result<GgufHeader, GgufFault> => tried(new Cursor(bytes))

/**
 * The same of a file that is at hand: its tokenizer is walked over in a window of a megabyte, because memory that was
 * never used before costs more than reading does.
 */
export const parseHeaderOf = (pieces: Pieces): Result<GgufHeader, GgufFault> =>
  tried(new Cursor(pieces, limits.headerBytes))

function tried(cursor: Cursor): Result<GgufHeader, GgufFault> {
  try {
    return ok(parse(cursor))
  } catch (fault) {
    if (fault instanceof Fault) return err(fault.fault)
    throw fault
  }
}

function parse(cursor: Cursor): GgufHeader {
  readMagic(cursor)
  const version = readVersion(cursor)
  const tensorCount = cursor.count(limits.tensors, 'tensors')
  const keyCount = cursor.count(limits.metadataKeys, 'metadata keys')
  const metadata = readMetadata(cursor, keyCount)
  const alignment = alignmentOf(metadata)
  const { tensors, dataBytes } = readTensors(cursor, tensorCount, alignment)
  const headerBytes = cursor.at
  const padded = headerBytes + ((alignment - (headerBytes % alignment)) % alignment)
  return { version, metadata, tensors, dataBytes, headerBytes, fileBytes: padded + dataBytes }
}

/** What the beginning of a GGUF file says: the keys that end in it. */
export interface FirstKeys {
  readonly metadata: ReadonlyMap<string, MetadataEntry>
  /** Whether all keys are among them. */
  readonly all: boolean
}

/**
 * The keys in the first `bytes` of a GGUF file. Those of the architecture stand before the tokenizer, so a few kilobytes
 * say which model it is; of the list of tokens at least the length is read.
 */
export function parseFirstKeys(bytes: Uint8Array): Result<FirstKeys, GgufFault> {
  const metadata = new Map<string, MetadataEntry>()
  const cursor = new Cursor(bytes)
  try {
    readMagic(cursor)
    readVersion(cursor)
    cursor.count(limits.tensors, 'tensors')
    readMetadata(cursor, cursor.count(limits.metadataKeys, 'metadata keys'), metadata)
    return ok({ metadata, all: true })
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault
    return fault.fault.kind === 'truncated' ? ok({ metadata, all: false }) : err(fault.fault)
  }
}

function readMagic(cursor: Cursor): void {
  const magic = String.fromCharCode(...cursor.slice(4))
  if (magic === 'GGUF') return
  throw new Fault({ kind: 'not-gguf', at: 0, found: JSON.stringify(printable(magic)) })
}

/** A version in the other byte order has its low half empty. */
function readVersion(cursor: Cursor): number {
  const at = cursor.at
  const version = cursor.u32()
  if (version === 2 || version === 3) return version
  throw new Fault(
    version > 0 && version % 2 ** 16 === 0
      ? { kind: 'big-endian', at }
      : { kind: 'unknown-version', at, version }
  )
}

/** `GGUF_DEFAULT_ALIGNMENT` (ggml/include/gguf.h). */
const usualAlignment = 32
const mostAlignment = 2 ** 20

function alignmentOf(metadata: ReadonlyMap<string, MetadataEntry>): number {
  const entry = metadata.get('general.alignment')
  if (!entry) return usualAlignment
  const { value, at } = entry
  if (typeof value === 'number' && Number.isInteger(Math.log2(value)) && value >= 1 && value <= mostAlignment)
    return value
  throw new Fault({
    kind: 'bad-value',
    at,
    key: 'general.alignment',
    found: typeof value === 'object' ? 'a list' : printable(String(value)),
    allowed: `a power of two up to ${mostAlignment}`
  })
}

/** Reads a header piece by piece: a few hundred kilobytes, or as much as the tokenizer takes. */
export async function readHeader(read: ReadBytes): Promise<Result<GgufHeader, GgufFault>> {
  for (let length = 2 ** 20; ; length = Math.min(length * 16, limits.headerBytes)) {
    const bytes = await read(0, length)
    if (bytes.length === 0) return err({ kind: 'truncated', at: 0 })
    const header = parseHeader(bytes)
    if (header.ok || header.error.kind !== 'truncated' || bytes.length < length) return header
    if (length === limits.headerBytes)
      return err({ kind: 'too-large', at: length, what: 'a header that goes on', most: limits.headerBytes })
  }
}
