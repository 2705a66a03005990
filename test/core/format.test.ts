import { describe, expect, test } from 'vitest'
import {
  context,
  gbPerSecond,
  grouped,
  inGib,
  parameterCount,
  percent,
  rate,
  rateRange,
  seconds,
  tokens
} from '../../src/core/format.ts'
import { bytes, gib, gigabytesPerSecond, kib, mib } from '../../src/core/quantity.ts'

describe('a size has three true digits', () => {
  test.each([
    [gib(14.3), '14.3 GiB'],
    [gib(1), '1.00 GiB'],
    [gib(9.996), '10.0 GiB'],
    [gib(99.96), '100 GiB'],
    [gib(120.4), '120 GiB'],
    [gib(1536), '1,536 GiB'],
    [bytes(18_550_716_416), '17.3 GiB'],
    [mib(1023.6), '1.00 GiB'],
    [mib(1023), '1,023 MiB'],
    [mib(64), '64.0 MiB'],
    [mib(3.5), '3.50 MiB'],
    [kib(12), '12.0 KiB'],
    [bytes(17), '17 B'],
    [bytes(0), '0 GiB'],
    [gib(-2.5), '-2.50 GiB']
  ])('%d bytes is %s', (size, text) => {
    expect(inGib(size)).toBe(text)
  })
})

test.each([
  [0, '0'],
  [-0.2, '0'],
  [999, '999'],
  [1000, '1,000'],
  [32_768, '32,768'],
  [1_048_576, '1,048,576'],
  [-1234.4, '-1,234']
])('%d is grouped as %s', (n, text) => {
  expect(grouped(n)).toBe(text)
})

test.each([
  [512, '512'],
  [1024, '1k'],
  [8192, '8k'],
  [32_768, '32k'],
  [40_960, '40k'],
  [131_072, '128k'],
  [200_000, '200k'],
  [262_144, '256k'],
  [1_000_000, '1M'],
  [1_048_576, '1M'],
  [10_485_760, '10M'],
  [1_500_000, '1.5M'],
  [12_345, '12,345']
])('%d tokens is %s', (n, text) => {
  expect(tokens(n)).toBe(text)
})

test.each([
  [30_532_122_624, '30.5B'],
  [3_353_543_680, '3.35B'],
  [124_439_808, '124M'],
  [7_000_000_000, '7B'],
  [999_900_000, '1B'],
  [671_026_419_200, '671B'],
  [1_026_000_000_000, '1.03T'],
  [96_000, '96k'],
  [812, '812']
])('%d parameters is %s', (n, text) => {
  expect(parameterCount(n)).toBe(text)
})

test.each([
  [43.2, '43 tok/s'],
  [9.94, '9.9 tok/s'],
  [9.96, '10 tok/s'],
  [0.24, '0.24 tok/s'],
  [0.996, '1.0 tok/s'],
  [4210.4, '4,210 tok/s']
])('%d tokens per second is %s', (n, text) => {
  expect(rate(n)).toBe(text)
})

test('a range has an en dash, and is one number where both ends print alike', () => {
  expect(rateRange({ low: 35.9, likely: 43, high: 49.4 })).toBe('36–49')
  expect(rateRange({ low: 0.911, likely: 0.912, high: 0.914 })).toBe('0.91')
})

test.each([
  [gigabytesPerSecond(672), '672 GB/s'],
  [gigabytesPerSecond(89.6), '89.6 GB/s'],
  [gigabytesPerSecond(51.2), '51.2 GB/s'],
  [gigabytesPerSecond(8), '8 GB/s'],
  [gigabytesPerSecond(4800), '4,800 GB/s']
])('%d bytes per second is %s', (n, text) => {
  expect(gbPerSecond(n)).toBe(text)
})

test.each([
  [0, '0 s'],
  [0.000034, '34.0 µs'],
  [0.00547, '5.47 ms'],
  [0.9996, '1.00 s'],
  [12.34, '12.3 s'],
  [200, '3 min 20 s'],
  [3605, '60 min 5 s']
])('%d seconds is %s', (n, text) => {
  expect(seconds(n)).toBe(text)
})

test.each([
  [0, '0 %'],
  [0.004, '0.4 %'],
  [0.0996, '10 %'],
  [0.43, '43 %'],
  [1.2, '120 %']
])('a share of %d is %s', (n, text) => {
  expect(percent(n)).toBe(text)
})

test('a context counts its tokens in full', () => {
  expect(context(32_768)).toBe('32,768 tokens')
  expect(context(1)).toBe('1 token')
})
