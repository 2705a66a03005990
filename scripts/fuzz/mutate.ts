import { below } from './random.ts'

/** Numbers at which readers break: nothing, one, signs, the ends of 16, 32 and 64 bits, a NaN and an infinity of f32. */
const telling = [
  0n,
  1n,
  2n,
  255n,
  0x7fffn,
  0xffffn,
  0x7fffffffn,
  0xffffffffn,
  0x7fc00000n,
  0x7f800000n,
  2n ** 40n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n
]

type Mutation = (bytes: Uint8Array, random: () => number) => Uint8Array

const mutations: readonly Mutation[] = [
  // One bit.
  (bytes, random) => {
    const at = below(random, bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8))
    return bytes
  },
  // One byte.
  (bytes, random) => {
    bytes[below(random, bytes.length)] = below(random, 256)
    return bytes
  },
  // A telling number of 32 or 64 bits.
  (bytes, random) => {
    const view = new DataView(bytes.buffer)
    const value = telling[below(random, telling.length)] ?? 0n
    if (random() < 0.5 && bytes.length >= 8) view.setBigUint64(below(random, bytes.length - 7), value, true)
    else if (bytes.length >= 4)
      view.setUint32(below(random, bytes.length - 3), Number(value & 0xffffffffn), true)
    return bytes
  },
  // Cut off.
  (bytes, random) => bytes.slice(0, 1 + below(random, bytes.length - 1)),
  // A piece twice.
  (bytes, random) => {
    const from = below(random, bytes.length)
    const piece = bytes.slice(from, from + 1 + below(random, 64))
    const at = below(random, bytes.length)
    return Uint8Array.from([...bytes.slice(0, at), ...piece, ...bytes.slice(at)])
  },
  // A piece gone.
  (bytes, random) => {
    const from = below(random, bytes.length)
    return Uint8Array.from([...bytes.slice(0, from), ...bytes.slice(from + 1 + below(random, 64))])
  }
]

/** A damaged copy: one to four mutations one after the other. */
export function mutate(source: Uint8Array, random: () => number): Uint8Array {
  let bytes = source.slice()
  for (let left = 1 + below(random, 4); left > 0 && bytes.length > 1; left--) {
    const mutation = mutations[below(random, mutations.length)]
    if (mutation) bytes = Uint8Array.from(mutation(bytes, random))
  }
  return bytes
}
