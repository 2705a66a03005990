/**
 * Numbers that carry their unit in their type.
 *
 * MB, MiB, GB and GiB are confused in every tool of this field; here a value is converted once, at the edge where
 * it enters, and the compiler refuses to mix units after that.
 */
declare const unit: unique symbol

/** A size in bytes. */
export type Bytes = number & { readonly [unit]: 'bytes' }
/** A memory bandwidth in bytes per second. */
export type BytesPerSecond = number & { readonly [unit]: 'bytes/s' }
/** An arithmetic rate in floating-point operations per second. */
export type Flops = number & { readonly [unit]: 'flop/s' }

export const bytes = (n: number): Bytes => n as Bytes
export const kib = (n: number): Bytes => bytes(n * 2 ** 10)
export const mib = (n: number): Bytes => bytes(n * 2 ** 20)
export const gib = (n: number): Bytes => bytes(n * 2 ** 30)
/** Decimal gigabytes per second, the unit of every data sheet. */
export const gigabytesPerSecond = (n: number): BytesPerSecond => (n * 1e9) as BytesPerSecond
export const teraflops = (n: number): Flops => (n * 1e12) as Flops

export const noBytes: Bytes = bytes(0)

export function sumBytes(parts: Iterable<Bytes>): Bytes {
  let sum = 0
  for (const part of parts) sum += part
  return bytes(sum)
}

/** Rounds `n` up to a multiple of `step`. */
export const roundUp = (n: number, step: number): number => Math.ceil(n / step) * step
