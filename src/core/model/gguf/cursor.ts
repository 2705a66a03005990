/** Why a file cannot be read as a GGUF header. */
export type GgufFault =
  | { readonly kind: 'not-gguf' }
  | { readonly kind: 'unknown-version'; readonly version: number }
  /** The header goes on after the last byte there is. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'too-large'; readonly what: string }
  | { readonly kind: 'unknown-type'; readonly tensor: string; readonly id: number }
  | { readonly kind: 'damaged'; readonly what: string }

/** A fault as a sentence: what is wrong, and what to do. */
export function describeFault(fault: GgufFault): string {
  switch (fault.kind) {
    case 'not-gguf':
      return 'This is not a GGUF file: it does not begin with "GGUF". Name a .gguf file.'
    case 'unknown-version':
      return `This is GGUF version ${fault.version}; versions 2 and 3 can be read. Convert the model again.`
    case 'truncated':
      return 'The file ends inside its header. Download at least the header again.'
    case 'too-large':
      return `The file claims more than is sensible: ${fault.what}. It is damaged, or no model.`
    case 'unknown-type':
      return `Tensor ${fault.tensor} has ggml type ${fault.id}, which llama.cpp does not define. The file is from a fork or damaged.`
    case 'damaged':
      return `The header is damaged: ${fault.what}. Download it again.`
  }
}

/** Carries a fault out of the parser; caught where the parser ends. */
export class Fault extends Error {
  readonly fault: GgufFault

  constructor(fault: GgufFault) {
    super(describeFault(fault))
    this.name = 'Fault'
    this.fault = fault
  }
}

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
    if (length > this.#bytes.length - from) throw new Fault({ kind: 'truncated' })
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

  /** An unsigned 64-bit value; above 2^53 the nearest number, which no count or dimension reaches. */
  u64 = (): number => this.u32() + this.u32() * shift32
  i64 = (): number => this.u32() + this.i32() * shift32

  /** A count that must not exceed `most`. */
  count(most: number, what: string): number {
    const n = this.u64()
    if (n > most) throw new Fault({ kind: 'too-large', what: `${n} ${what}` })
    return n
  }

  ascii = (length: number): string => String.fromCharCode(...this.#slice(length))

  skipString(most: number): void {
    this.skip(this.count(most, 'bytes of text'))
  }

  string(most: number): string {
    return decodeUtf8(this.#slice(this.count(most, 'bytes of text')))
  }

  #slice(length: number): Uint8Array {
    const from = this.skip(length)
    return this.#bytes.subarray(from, from + length)
  }
}

/** UTF-8 without TextDecoder, which belongs to hosts; a damaged sequence becomes U+FFFD. */
function decodeUtf8(bytes: Uint8Array): string {
  let escaped = ''
  let plain = true
  for (const byte of bytes) {
    plain &&= byte < 128
    escaped += plain && byte !== 37 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`
  }
  try {
    return decodeURIComponent(escaped)
  } catch {
    return String.fromCharCode(...bytes.filter((byte) => byte < 128)) + '\uFFFD'
  }
}
