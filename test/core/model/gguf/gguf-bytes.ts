/** Writes GGUF headers for tests, so that no captured file is needed. Little-endian, version 3. */
export class GgufBytes {
  readonly #parts: number[] = []

  u32(n: number): this {
    this.#parts.push(n & 255, (n >>> 8) & 255, (n >>> 16) & 255, n >>> 24)
    return this
  }

  u64(n: number): this {
    return this.u32((n % 2 ** 32) >>> 0).u32(Math.floor(n / 2 ** 32) >>> 0)
  }

  raw(bytes: Iterable<number>): this {
    for (const byte of bytes) this.#parts.push(byte)
    return this
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

  stringsKey(key: string, values: readonly string[]): this {
    this.text(key).u32(9).u32(8).u64(values.length)
    for (const value of values) this.text(value)
    return this
  }

  tensor(name: string, shape: readonly number[], type: number): this {
    this.text(name).u32(shape.length)
    for (const d of shape) this.u64(d)
    return this.u32(type).u64(0)
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#parts)
  }
}
