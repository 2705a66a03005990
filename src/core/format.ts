import type { Bytes, BytesPerSecond } from './quantity.ts'
import type { Rate } from './speed/speed.ts'

/**
 * The one place where a figure becomes text: window, command line and report print the same digits. English
 * notation whatever the locale, so that two people's reports can be compared; three significant digits, which is
 * what the estimates are good for.
 */

/** Fixed places that leave three significant digits: 5.46, 14.3, 120. */
function threeDigits(n: number): string {
  const size = Math.abs(n)
  // Rounding comes first: 9.996 has three digits as 10.0, not as 10.00.
  const places = size < 9.995 ? 2 : size < 99.95 ? 1 : 0
  return places === 0 ? grouped(n) : n.toFixed(places)
}

const withoutTrailingZeros = (text: string): string =>
  text.includes('.') ? text.replace(/\.?0+$/u, '') : text

/** `32,768`: rounded to a whole number, thousands grouped. */
export function grouped(n: number): string {
  const rounded = Math.round(n)
  return String(rounded === 0 ? 0 : rounded).replace(/\B(?=(\d{3})+$)/gu, ',')
}

/** `14.3 GiB`; MiB below one GiB, KiB below one MiB. Three significant digits. */
export function inGib(bytes: Bytes): string {
  const size = Math.abs(bytes)
  if (size === 0) return '0 GiB'
  // Limits where the next smaller unit would round up to 1024.
  if (size >= 1023.5 * 2 ** 20) return `${threeDigits(bytes / 2 ** 30)} GiB`
  if (size >= 1023.5 * 2 ** 10) return `${threeDigits(bytes / 2 ** 20)} MiB`
  if (size >= 1023.5) return `${threeDigits(bytes / 2 ** 10)} KiB`
  return `${grouped(bytes)} B`
}

/** Decimal multiples with three digits: `671B`, `30.5B`, `3.35B`, `124M`. */
export function parameterCount(n: number): string {
  const units = [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k']
  ] as const
  const found = units.find(([size]) => n >= size * 0.9995)
  if (!found) return grouped(n)
  const [size, letter] = found
  const count = n / size
  const decimals = count < 9.995 ? 2 : count < 99.95 ? 1 : 0
  return `${decimals > 0 ? withoutTrailingZeros(count.toFixed(decimals)) : grouped(count)}${letter}`
}

/**
 * A token count for a label, in binary thousands as context lengths are: 32,768 is `32k`, 131,072 `128k`. A decimal
 * thousand stays itself (`200k`, `1M`); what is neither is written in full, so that no label claims a rounder number.
 */
export function tokens(n: number): string {
  if (n >= 2 ** 20 && n % 2 ** 20 === 0) return `${grouped(n / 2 ** 20)}M`
  if (n >= 1e6 && n % 1e5 === 0) return `${withoutTrailingZeros((n / 1e6).toFixed(1))}M`
  if (n >= 1024 && n % 1024 === 0) return `${grouped(n / 1024)}k`
  if (n >= 1000 && n % 1000 === 0) return `${grouped(n / 1000)}k`
  return grouped(n)
}

/** `32,768 tokens`, `1 token`. */
export const context = (n: number): string => `${grouped(n)} ${n === 1 ? 'token' : 'tokens'}`

/** `43`: tokens per second without the unit. One decimal below ten, two below one. */
export function tokenRate(tokensPerSecond: number): string {
  if (tokensPerSecond < 0.995) return tokensPerSecond.toFixed(2)
  return tokensPerSecond < 9.95 ? tokensPerSecond.toFixed(1) : grouped(tokensPerSecond)
}

/** What is asked for, never rounded below it: MiB to ten GiB, then tenths of a GiB, then whole ones. */
export function atLeast(bytes: Bytes): string {
  const size = bytes / 2 ** 30
  if (size < 10) return `${grouped(Math.ceil(bytes / 2 ** 20))} MiB`
  return size < 100 ? `${(Math.ceil(size * 10) / 10).toFixed(1)} GiB` : `${grouped(Math.ceil(size))} GiB`
}

/** `43 tok/s`. */
export const rate = (tokensPerSecond: number): string => `${tokenRate(tokensPerSecond)} tok/s`

/** `36–49`; one number where both ends print alike. */
export function rateRange({ low, high }: Rate): string {
  const [from, to] = [tokenRate(low), tokenRate(high)]
  return from === to ? from : `${from}–${to}`
}

/** `672 GB/s`: decimal, as on data sheets. */
export const gbPerSecond = (bytesPerSecond: BytesPerSecond): string =>
  `${threeDigitRate(bytesPerSecond / 1e9)} GB/s`

const threeDigitRate = (n: number): string => withoutTrailingZeros(threeDigits(n))

/** `5.47 ms`, `1.20 s`, `3 min 20 s`. */
export function seconds(s: number): string {
  if (s === 0) return '0 s'
  if (s < 0.0009995) return `${threeDigits(s * 1e6)} µs`
  if (s < 0.9995) return `${threeDigits(s * 1e3)} ms`
  if (s < 99.95) return `${threeDigits(s)} s`
  const whole = Math.round(s)
  return `${grouped(Math.floor(whole / 60))} min ${String(whole % 60)} s`
}

/** A fraction as `43 %`; one decimal below ten per cent. */
export function percent(fraction: number): string {
  const n = fraction * 100
  return `${Math.abs(n) < 9.95 && n !== 0 ? n.toFixed(1) : grouped(n)} %`
}
