import { hasTensorCores, prefillRate, segment } from './device-class.ts'
import type { ParameterNames } from './parameters.ts'
import type { SpeedDevice, SpeedInput, SpeedShare } from './speed-input.ts'

export type PrefillModel = Pick<SpeedInput, 'depthTokens' | 'promptTokens' | 'ubatch' | 'latentAttention'>

/** Matrix kernels work on tiles: an expert with fewer tokens than this costs as much as with them. */
const tile = 8
/** Operations of one recurrent layer and token, for a column of the size of the others. */
const recurrentOperations = 1e7

/**
 * Columns of a prompt of N tokens on one accelerator: multiplications over the rate, a pass over all weights held (every
 * expert is touched) and over the cache once per micro-batch, and the launches of each micro-batch.
 */
export function prefillColumns(share: SpeedShare, device: SpeedDevice, model: PrefillModel): number[] {
  const { promptTokens: n, ubatch, depthTokens, latentAttention } = model
  const rate = prefillRate(device) ?? Number.NaN
  const bandwidth = device.bandwidth ?? Number.NaN
  const passes = Math.ceil(n / ubatch)
  const { sixteen, simple, k, low } = share.weights
  const all = sixteen + simple + k + low || 1
  const plain = sixteen > all / 2
  const attention = (share.attentionOperations * n * (depthTokens + n / 2)) / rate
  const dense = (2 * share.denseWeights * n) / rate
  return [
    plain ? 0 : dense,
    (dense * k) / all,
    (dense * low) / all,
    plain ? dense : 0,
    (2 * share.expertWeights * n) / rate,
    (2 * share.heldExpertWeights * passes * tile) / rate,
    latentAttention ? 0 : attention,
    (share.totalBytes * passes) / bandwidth,
    (share.cacheBytes * passes) / bandwidth,
    share.layers * passes,
    share.moeLayers * passes,
    (share.recurrentLayers * n * recurrentOperations) / rate,
    latentAttention ? attention : 0
  ]
}

const familyOf = (device: SpeedDevice): string => {
  const { vendor, backend } = device
  const plain = vendor === 'nvidia' && !hasTensorCores(device) ? ' without tensor cores' : ''
  return `${vendor} ${backend}${plain}`
}

export function prefillParameters(device: SpeedDevice, flashAttention: boolean): readonly ParameterNames[] {
  const family = familyOf(device)
  const generation = device.architecture === null ? [] : [`prefill.${device.architecture}, ${family}`]
  const market = segment(device)
  const all = [`prefill.${family}`, ...generation, ...(market === null ? [] : [`prefill.segment, ${market}`])]
  const attending = [
    `prefill.attention, ${device.vendor} ${device.backend}`,
    ...(flashAttention ? [] : ['prefill.without flash attention']),
    ...all
  ]
  const experts = [`prefill.experts, ${device.vendor} ${device.backend}`]
  return [
    ['prefill.dense', ...all],
    ['prefill.k', ...all],
    ['prefill.low', ...all],
    ['prefill.sixteen', `prefill.sixteen, ${family}`, ...all],
    ['prefill.experts', ...experts, ...all],
    ['prefill.tile', ...experts, ...all],
    ['prefill.attention', ...attending],
    ['prefill.weights'],
    ['prefill.cache'],
    ['prefill.launch'],
    ['prefill.routing'],
    ['prefill.recurrent'],
    ['prefill.latent-attention', ...attending]
  ]
}
