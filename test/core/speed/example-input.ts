import { bytes, gib, gigabytesPerSecond, noBytes, teraflops } from '../../../src/core/quantity.ts'
import type { SpeedDevice, SpeedInput, SpeedShare } from '../../../src/core/speed/speed-input.ts'

/** A device that holds nothing. */
export const nothing: SpeedShare = {
  layers: 0,
  moeLayers: 0,
  recurrentLayers: 0,
  activeBytes: noBytes,
  expertBytes: noBytes,
  totalBytes: noBytes,
  cacheBytes: noBytes,
  weights: { sixteen: 0, simple: 0, k: 0, low: 0 },
  denseWeights: 0,
  expertWeights: 0,
  heldExpertWeights: 0,
  attentionOperations: 0,
  attentionHeads: 0,
  windowOperations: 0,
  windowHeads: 0
}

/** A card with round figures that no table of measurements names. */
export const card: SpeedDevice = {
  name: 'Example card',
  vendor: 'nvidia',
  backend: 'cuda',
  architecture: 'Ada Lovelace',
  computeCapability: '8.9',
  bandwidth: gigabytesPerSecond(1000),
  fp32: teraflops(80),
  fp16: null
}

/** A dense model of 32 layers and 6.6 billion weights in Q4_0, all on the card. */
export const whole: SpeedInput = {
  gpus: [
    {
      ...nothing,
      device: card,
      layers: 32,
      activeBytes: gib(3.5),
      totalBytes: gib(3.56),
      cacheBytes: bytes(524_288 * 64),
      weights: { sixteen: 0, simple: 6.6e9, k: 0, low: 0 },
      denseWeights: 6.5e9,
      attentionOperations: 32 * 4 * 4096,
      attentionHeads: 32 * 32
    }
  ],
  cpu: nothing,
  ramBandwidth: null,
  modelLayers: 32,
  hiddenSize: 4096,
  latentAttention: false,
  flashAttention: true,
  window: 0,
  experts: null,
  depthTokens: 64,
  promptTokens: 512,
  ubatch: 512,
  parallel: 1,
  fileBytes: gib(3.56),
  draftLayers: 0
}

export const withDevice = (input: SpeedInput, device: Partial<SpeedDevice>): SpeedInput => ({
  ...input,
  gpus: input.gpus.map((gpu) => ({ ...gpu, device: { ...gpu.device, ...device } }))
})
