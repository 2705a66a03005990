import { type GgmlType, ggmlTypes, tensorBytes } from '../../../../src/core/quant/ggml-type.ts'
import { roundUp } from '../../../../src/core/quantity.ts'

/** Writes GGUF headers for tests, so that no captured file is needed. Little-endian, version 3 unless asked. */
export class GgufBytes {
  #bytes = new Uint8Array(1024)
  #length = 0
  #data = 0

  raw(bytes: ArrayLike<number>): this {
    if (this.#length + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array(2 * (this.#length + bytes.length))
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
    return this
  }

  u32(n: number): this {
    return this.raw([n & 255, (n >>> 8) & 255, (n >>> 16) & 255, n >>> 24])
  }

  u64(n: number): this {
    return this.u32((n % 2 ** 32) >>> 0).u32(Math.floor(n / 2 ** 32) >>> 0)
  }

  f32(n: number): this {
    return this.raw(new Uint8Array(Float32Array.of(n).buffer))
  }

  text(text: string): this {
    const bytes = new TextEncoder().encode(text)
    return this.u64(bytes.length).raw(bytes)
  }

  start(tensors: number, keys: number, version = 3): this {
    return this.raw(new TextEncoder().encode('GGUF')).u32(version).u64(tensors).u64(keys)
  }

  stringKey(key: string, value: string): this {
    return this.text(key).u32(8).text(value)
  }

  u32Key(key: string, value: number): this {
    return this.text(key).u32(4).u32(value)
  }

  f32Key(key: string, value: number): this {
    return this.text(key).u32(6).f32(value)
  }

  u32sKey(key: string, values: readonly number[]): this {
    this.text(key).u32(9).u32(4).u64(values.length)
    for (const value of values) this.u32(value)
    return this
  }

  stringsKey(key: string, values: readonly string[]): this {
    this.text(key).u32(9).u32(8).u64(values.length)
    for (const value of values) this.text(value)
    return this
  }

  /** One tensor, whose data follows that of the one before unless `offset` says otherwise. */
  tensor(name: string, shape: readonly number[], type: number, offset = this.#data): this {
    this.text(name).u32(shape.length)
    for (const d of shape) this.u64(d)
    const [row = 1, ...rest] = shape
    const known = (Object.keys(ggmlTypes) as GgmlType[]).find((each) => ggmlTypes[each].id === type)
    if (known && row % ggmlTypes[known].blockElements === 0) {
      this.#data = roundUp(offset + tensorBytes(known, [row, ...rest]), 32)
    }
    return this.u32(type).u64(offset)
  }

  done(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }
}
