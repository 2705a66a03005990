import { expect, test } from 'vitest'
import { teraflops } from '../../../src/core/quantity.ts'
import { matrixRates } from '../../../src/core/speed/matrix-rate.ts'
import { card } from './example-input.ts'

const amd = {
  ...card,
  vendor: 'amd',
  backend: 'rocm',
  architecture: 'RDNA4',
  computeCapability: null
} as const

test('tensor cores are four fp32 rates, eight where a multiprocessor has half the lanes', () => {
  expect(matrixRates(card)).toEqual({ own: 320e12, sixteen: 320e12 })
  const turing = { ...card, name: 'GeForce RTX 2080', architecture: 'Turing', fp32: teraflops(10) }
  expect(matrixRates(turing)?.own).toBe(80e12)
  expect(matrixRates({ ...turing, name: 'GeForce GTX 1660' })?.own).toBe(10e12)
})

test('a higher 16-bit rate on the data sheet counts for 16-bit weights alone', () => {
  const hopper = {
    ...card,
    name: 'H100 PCIe',
    architecture: 'Hopper',
    fp32: teraflops(51),
    fp16: teraflops(756)
  }
  expect(matrixRates(hopper)).toEqual({ own: 204e12, sixteen: 756e12 })
})

test('AMD: the matrix units on ROCm, the vector units on Vulkan', () => {
  const both = { ...amd, fp32: teraflops(48), fp16: teraflops(191) }
  expect(matrixRates(both)?.own).toBe(191e12)
  expect(matrixRates({ ...both, backend: 'vulkan' })?.own).toBe(96e12)
  expect(matrixRates({ ...both, architecture: 'CDNA3', fp16: teraflops(1200) })?.own).toBe(400e12)
})

test('without any arithmetic rate there is none', () => {
  expect(matrixRates({ ...card, fp32: null })).toBeNull()
  expect(matrixRates({ ...amd, fp32: null })).toBeNull()
})
