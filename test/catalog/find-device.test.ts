import { describe, expect, test } from 'vitest'
import { devices } from '../../src/catalog/devices.ts'
import { findDevice } from '../../src/catalog/find-device.ts'

const found = (name: string, memoryGib?: number): string => {
  const result = findDevice(name, memoryGib)
  return result.ok ? result.value.id : result.error.kind
}

test.each(devices.map((device) => [device.id, device] as const))(
  '%s is found by its name and memory',
  (id, device) => {
    expect(found(device.name, device.memoryGib ?? undefined)).toBe(id)
  }
)

describe('as drivers, lspci and people write it', () => {
  test.each([
    ['NVIDIA GeForce RTX 4090', 23.99, 'geforce-rtx-4090-24'],
    ['RTX 4090', undefined, 'geforce-rtx-4090-24'],
    ['rtx4090', undefined, 'geforce-rtx-4090-24'],
    ['4090', undefined, 'geforce-rtx-4090-24'],
    ['GeForce RTX 4090', 47.99, 'geforce-rtx-4090-48gb-48'],
    ['NVIDIA GeForce RTX 4090 Laptop GPU', 15.99, 'geforce-rtx-4090-laptop-gpu-16'],
    ['AD103M / GN21-X11 [GeForce RTX 4090 Laptop GPU]', 15.99, 'geforce-rtx-4090-laptop-gpu-16'],
    ['AD104M [GeForce RTX 4080 Max-Q / Mobile]', 12, 'geforce-rtx-4080-laptop-gpu-12'],
    ['AD104M [GeForce RTX 4080 Mobile / Max-Q]', 11.99, 'geforce-rtx-4080-laptop-gpu-12'],
    ['NVIDIA GeForce RTX 3060', 12, 'geforce-rtx-3060-12'],
    ['NVIDIA GeForce RTX 3060', 8, 'geforce-rtx-3060-8gb-8'],
    ['NVIDIA GeForce GTX 1060 6GB', 5.93, 'geforce-gtx-1060-6gb-6'],
    ['NVIDIA GeForce RTX 2080 with Max-Q Design', 8, 'geforce-rtx-2080-laptop-gpu-8'],
    ['NVIDIA RTX A1000', 8, 'rtx-a1000-8'],
    ['NVIDIA A100-SXM4-80GB', 79.25, 'a100-sxm4-80gb-80'],
    ['NVIDIA A100 80GB PCIe', 80, 'a100-pcie-80gb-80'],
    ['Tesla V100-PCIE-32GB', undefined, 'tesla-v100-pcie-32'],
    ['Tesla T4', 14.75, 'tesla-t4-16'],
    ['P40', undefined, 'tesla-p40-24'],
    ['NVIDIA H100 80GB HBM3', 79.65, 'h100-sxm5-80'],
    ['NVIDIA GH200 480GB', 95.6, 'gh200-96gb-96'],
    ['DGX Spark', undefined, 'gb10-dgx-spark-128'],
    ['NVIDIA RTX 6000 Ada Generation', 47.99, 'rtx-6000-ada-generation-48'],
    ['Navi 31 [Radeon RX 7900 XT/7900 XTX/7900 GRE/7900M]', 23.98, 'radeon-rx-7900-xtx-24'],
    ['Navi 32 [Radeon RX 7700 XT / 7800 XT]', 16, 'radeon-rx-7800-xt-16'],
    ['AMD Radeon RX 7900 XTX', undefined, 'radeon-rx-7900-xtx-24'],
    ['7900 XTX', undefined, 'radeon-rx-7900-xtx-24'],
    ['AMD Instinct MI50', 31.98, 'instinct-mi50-32'],
    ['AMD RYZEN AI MAX+ 395 w/ Radeon 8060S', 124.9, 'ryzen-ai-max-plus-395-radeon-8060s-128'],
    ['AMD RYZEN AI MAX+ 395 w/ Radeon 8060S', 62.4, 'ryzen-ai-max-plus-395-radeon-8060s-64'],
    ['AMD Radeon 780M Graphics', undefined, 'radeon-780m'],
    ['Radeon 780M (DDR5-5600)', undefined, 'radeon-780m-ddr5-5600'],
    ['Intel(R) Arc(TM) A770 Graphics', 15.9, 'arc-a770-16'],
    ['Apple M2 Max (38-core GPU)', 64, 'apple-m2-max-38-core-gpu-64'],
    ['Apple M3 Max', 128, 'apple-m3-max-40-core-gpu-128']
  ])('%s with %s GiB is %s', (name, memoryGib, id) => {
    expect(found(name, memoryGib)).toBe(id)
  })
})

describe('what a name leaves open stays open', () => {
  test.each([
    ['RTX 4060 Ti', undefined, 'ambiguous-device'],
    ['A100', undefined, 'ambiguous-device'],
    ['Apple M2 Max', 64, 'ambiguous-device'],
    ['Intel Arc Graphics 130V / 140V', undefined, 'ambiguous-device'],
    ['RTX 4090', 10, 'unknown-size'],
    ['RTX 4060 Ti', 12, 'unknown-size'],
    ['RTX 6000', undefined, 'unknown-device'],
    ['A10000', undefined, 'unknown-device'],
    ['RTX 409', undefined, 'unknown-device'],
    ['AMD Radeon(TM) Graphics', undefined, 'unknown-device'],
    ['Microsoft Basic Display Adapter', undefined, 'unknown-device'],
    ['', undefined, 'unknown-device']
  ])('%s with %s GiB: %s', (name, memoryGib, kind) => {
    expect(found(name, memoryGib)).toBe(kind)
  })
})

test('a laptop part is never taken for the desktop part', () => {
  for (const { name } of devices.filter((device) => device.name.includes('Laptop'))) {
    const result = findDevice(name.replace('Laptop GPU', 'Mobile'))
    expect(!result.ok || result.value.name.includes('Laptop')).toBe(true)
  }
})

test('the vendor keeps others out', () => {
  expect(findDevice('GeForce RTX 4090', 24, 'amd')).toMatchObject({
    ok: false,
    error: { kind: 'unknown-device' }
  })
})

test('an error is a sentence with what to do', () => {
  expect(findDevice('RTX 4060 Ti')).toMatchObject({
    error: {
      message:
        '“RTX 4060 Ti” may be GeForce RTX 4060 Ti, 8 GiB or GeForce RTX 4060 Ti, 16 GiB. Name one of them with its memory.'
    }
  })
})
