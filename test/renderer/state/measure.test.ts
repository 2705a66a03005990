import { expect, test } from 'vitest'
import { bandwidthMeasure, countMeasure, memoryMeasure } from '../../../src/renderer/state/measure.ts'

test.each([
  ['16', 16 * 2 ** 30],
  ['15.5', 15.5 * 2 ** 30],
  ['15,5', 15.5 * 2 ** 30],
  ['0', 0],
  ['', null],
  ['1,024.5', null],
  ['2000000', null]
])('"%s" GiB is %s bytes', (text, bytes) => {
  expect(memoryMeasure.parse(text)).toBe(bytes)
})

test.each([
  ['672', 672e9],
  ['0', null],
  ['-1', null]
])('"%s" GB/s is %s bytes per second', (text, rate) => {
  expect(bandwidthMeasure.parse(text)).toBe(rate)
})

test.each([
  ['8', 8],
  ['8.5', null],
  ['0', null],
  ['5000', null]
])('"%s" cores of at most 4,096 are %s', (text, count) => {
  expect(countMeasure(4096).parse(text)).toBe(count)
})
