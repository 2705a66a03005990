import type { DeviceSpec } from '../../../src/core/machine/device.ts'

const base = { aliases: [], source: 'test' }

export const rtx4090: DeviceSpec = {
  ...base,
  id: 'rtx-4090-24',
  name: 'GeForce RTX 4090',
  vendor: 'nvidia',
  kind: 'discrete',
  memoryGib: 24,
  bandwidthGBs: 1008,
  fp16Tflops: 165.2
}

export const m2Max: DeviceSpec = {
  ...base,
  id: 'apple-m2-max-64',
  name: 'Apple M2 Max (38-core GPU)',
  vendor: 'apple',
  kind: 'unified',
  memoryGib: 64,
  bandwidthGBs: 400,
  gpuCores: 38
}

export const gb10: DeviceSpec = {
  ...base,
  id: 'gb10-128',
  name: 'GB10 (DGX Spark)',
  vendor: 'nvidia',
  kind: 'unified',
  memoryGib: 128,
  bandwidthGBs: 273
}

export const strixHalo: DeviceSpec = {
  ...base,
  id: 'strix-halo-128',
  name: 'Ryzen AI Max+ 395 (Radeon 8060S)',
  vendor: 'amd',
  kind: 'unified',
  memoryGib: 128,
  bandwidthGBs: 256
}

export const radeon780m: DeviceSpec = {
  ...base,
  id: 'radeon-780m',
  name: 'Radeon 780M (DDR5-5600)',
  vendor: 'amd',
  kind: 'integrated',
  memoryGib: null,
  bandwidthGBs: 89.6
}
