import { Fault } from './fault.ts'

const shift32 = 2 ** 32

/** Bytes that are read piece by piece. */
export interface Pieces {
  /** How many there are. */
  readonly size: number
  /** Those from `offset` on, fewer where they end; good until the next call. */
  readonly read: (offset: number, length: number) => Uint8Array
}

/** Enough for all keys and tensors of most models; a tokenizer is walked through in several. */
const pieceBytes = 2 ** 20

/**
 * Reads little-endian values one after the other, from bytes that are all there or from a window that moves over them.
 * Every read is checked against their end.
 */
export class Cursor {
  at = 0
  #bytes: Uint8Array
  #view: DataView
  /** Where the window begins. */
  #base = 0
  readonly #end: number
  readonly #pieces: Pieces | null
  readonly #most: number

  /** No more than `most` bytes are read of pieces. */
  constructor(from: Uint8Array | Pieces, most = Infinity) {
    this.#pieces = from instanceof Uint8Array ? null : from
    this.#bytes = from instanceof Uint8Array ? from : new Uint8Array(0)
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength)
    this.#most = most
    this.#end = from instanceof Uint8Array ? from.length : Math.min(from.size, most)
  }

  /** Moves over `length` bytes that nobody looks at. */
  skip(length: number): void {
    if (length > this.#end - this.at) throw this.#beyond(this.#end)
    this.at += length
  }

  /** Moves over `length` bytes and gives where they begin in the window. */
  #take(length: number): number {
    const from = this.at - this.#base
    if (from < 0 || length > this.#bytes.length - from) return this.#fetch(length)
    this.at += length
    return from
  }

  #fetch(length: number): number {
    const { at } = this
    if (!this.#pieces || length > this.#end - at) throw this.#beyond(this.#end)
    this.#bytes = this.#pieces.read(at, Math.min(Math.max(length, pieceBytes), this.#end - at))
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength)
    this.#base = at
    if (this.#bytes.length < length) throw this.#beyond(at + this.#bytes.length)
    this.at += length
    return 0
  }

  #beyond(end: number): Fault {
    return new Fault(
      this.#pieces && end >= this.#most
        ? { kind: 'too-large', at: end, what: 'a header that goes on', most: this.#most }
        : { kind: 'truncated', at: end }
    )
  }

  u8 = (): number => {
    const from = this.#take(1)
    return this.#view.getUint8(from)
  }
  i8 = (): number => {
    const from = this.#take(1)
    return this.#view.getInt8(from)
  }
  u16 = (): number => {
    const from = this.#take(2)
    return this.#view.getUint16(from, true)
  }
  i16 = (): number => {
    const from = this.#take(2)
    return this.#view.getInt16(from, true)
  }
  u32 = (): number => {
    const from = this.#take(4)
    return this.#view.getUint32(from, true)
  }
  i32 = (): number => {
    const from = this.#take(4)
    return this.#view.getInt32(from, true)
  }
  f32 = (): number => {
    const from = this.#take(4)
    return this.#view.getFloat32(from, true)
  }
  f64 = (): number => {
    const from = this.#take(8)
    return this.#view.getFloat64(from, true)
  }

  /** A 64-bit value; beyond 2^53 the nearest number, which no count or dimension reaches. */
  u64 = (): number => this.u32() + this.u32() * shift32
  i64 = (): number => this.u32() + this.i32() * shift32

  /** A count that must not exceed `most`. */
  count(most: number, what: string): number {
    const at = this.at
    const n = this.u64()
    if (n > most) throw new Fault({ kind: 'too-large', at, what: `${n} ${what}`, most })
    return n
  }

  /** The text is not read, only its length; gives that length. */
  skipText(most: number): number {
    const length = this.count(most, 'bytes of text')
    this.skip(length)
    return length
  }

  /** Walks over so many texts, as a vocabulary has them: a quarter of a million, so without a call for each. */
  skipTexts(count: number, most: number): void {
    let i = 0
    while (i < count) {
      this.#take(8)
      this.at -= 8
      const view = this.#view
      const last = this.#bytes.length - 8
      let at = this.at - this.#base
      while (i < count && at <= last) {
        const length = view.getUint32(at, true) + view.getUint32(at + 4, true) * shift32
        if (length > most) {
          throw new Fault({ kind: 'too-large', at: this.#base + at, what: `${length} bytes of text`, most })
        }
        at += 8 + length
        i++
      }
      this.at = this.#base + at
      if (this.at > this.#end) throw this.#beyond(this.#end)
    }
  }

  text(most: number): string {
    return decodeUtf8(this.slice(this.count(most, 'bytes of text')))
  }

  slice(length: number): Uint8Array {
    const from = this.#take(length)
    return this.#bytes.subarray(from, from + length)
  }
}

/** UTF-8 without TextDecoder, which belongs to hosts; a damaged sequence becomes U+FFFD. */
function decodeUtf8(bytes: Uint8Array): string {
  // Names and most texts: one call for all of it.
  if (bytes.every((byte) => byte < 128)) return String.fromCharCode(...bytes)
  let escaped = ''
  for (const byte of bytes) {
    escaped +=
      byte < 128 && byte !== 37 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`
  }
  try {
    return decodeURIComponent(escaped)
  } catch {
    return escaped.replaceAll(/(?:%[89a-f][0-9a-f])+/g, '\uFFFD').replaceAll('%25', '%')
  }
}
