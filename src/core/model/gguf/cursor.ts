import { Fault } from './fault.ts'

const shift32 = 2 ** 32

/** Reads little-endian values one after the other. Every read is checked against the end of the bytes. */
export class Cursor {
  at = 0
  readonly #bytes: Uint8Array
  readonly #view: DataView

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Moves over `length` bytes and gives where they began. */
  skip(length: number): number {
    const from = this.at
    if (length > this.#bytes.length - from) throw new Fault({ kind: 'truncated', at: this.#bytes.length })
    this.at = from + length
    return from
  }

  u8 = (): number => this.#view.getUint8(this.skip(1))
  i8 = (): number => this.#view.getInt8(this.skip(1))
  u16 = (): number => this.#view.getUint16(this.skip(2), true)
  i16 = (): number => this.#view.getInt16(this.skip(2), true)
  u32 = (): number => this.#view.getUint32(this.skip(4), true)
  i32 = (): number => this.#view.getInt32(this.skip(4), true)
  f32 = (): number => this.#view.getFloat32(this.skip(4), true)
  f64 = (): number => this.#view.getFloat64(this.skip(8), true)

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
    const view = this.#view
    const end = this.#bytes.length
    let at = this.at
    for (let i = 0; i < count; i++) {
      if (at + 8 > end) throw new Fault({ kind: 'truncated', at: end })
      const length = view.getUint32(at, true) + view.getUint32(at + 4, true) * shift32
      if (length > most) throw new Fault({ kind: 'too-large', at, what: `${length} bytes of text`, most })
      at += 8 + length
    }
    if (at > end) throw new Fault({ kind: 'truncated', at: end })
    this.at = at
  }

  text(most: number): string {
    return decodeUtf8(this.slice(this.count(most, 'bytes of text')))
  }

  slice(length: number): Uint8Array {
    const from = this.skip(length)
    return this.#bytes.subarray(from, from + length)
  }
}

/** UTF-8 without TextDecoder, which belongs to hosts; a damaged sequence becomes U+FFFD. */
function decodeUtf8(bytes: Uint8Array): string {
  let escaped = ''
  let plain = true
  for (const byte of bytes) {
    plain &&= byte < 128 && byte !== 37
    escaped +=
      byte < 128 && byte !== 37 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`
  }
  if (plain) return escaped
  try {
    return decodeURIComponent(escaped)
  } catch {
    return escaped.replaceAll(/(?:%[89a-f][0-9a-f])+/g, '\uFFFD').replaceAll('%25', '%')
  }
}
