import { emulatesTensorCores, hasTensorCores, segment } from './device-class.ts'
import { touchedShare } from './experts.ts'
import { matrixRates } from './matrix-rate.ts'
import type { ParameterNames } from './parameters.ts'
import type { SpeedDevice, SpeedInput, SpeedShare } from './speed-input.ts'

export type PrefillModel = Pick<
  SpeedInput,
  | 'depthTokens'
  | 'promptTokens'
  | 'ubatch'
  | 'latentAttention'
  | 'flashAttention'
  | 'window'
  | 'hiddenSize'
  | 'experts'
>

/** Physical parts of the time of a prompt on an accelerator, in the order of their columns. */
export const prefillParts = [
  'dense',
  'k',
  'low',
  'experts',
  'tile',
  'dequantise',
  'attention',
  'attention-products',
  'scores',
  'activations',
  'expert-activations',
  'weights',
  'cache',
  'launch',
  'routing',
  'recurrent'
] as const

/** Matrix kernels work on tiles of tokens: an expert with fewer tokens than this costs as much as with them. */
const tile = 64
/** Operations of one recurrent layer and token, for a column of the size of the others. */
const recurrentOperations = 1e7
/** A packed weight read, written as 16 bits: bytes, before a library multiplies it. */
const dequantisedBytes = 2.5
/** A score without flash attention: written, masked and normalised, read again, in 32 and 16 bits. */
const scoreBytes = 32
/** Intermediate results per layer, token and width: about thirty 32-bit values written and read. */
const activationBytes = 120
/** Those of an expert, per width of the model and per width of the expert. */
const expertActivationBytes = 24

/** Older builds multiplied packed weights by the library for 16 bits (llama.cpp before pull request 7676, June 2024). */
export interface Build {
  readonly dequantises: boolean
}

const today: Build = { dequantises: false }

const isPlain = ({ weights: { sixteen, simple, k, low } }: SpeedShare): boolean =>
  sixteen > (sixteen + simple + k + low) / 2

/** Whether the multiplications are those of 16 bits. Volta's tensor cores have no 8-bit mode: it still dequantises. */
const inSixteen = (share: SpeedShare, device: SpeedDevice, build: Build): boolean =>
  isPlain(share) || (hasTensorCores(device) && (build.dequantises || device.architecture === 'Volta'))

/** Heads wider than this take slower kernels. */
const usualHead = 128
const hasWideHeads = ({ attentionOperations, attentionHeads }: SpeedShare): boolean =>
  attentionOperations > 4 * usualHead * attentionHeads

/**
 * Columns of a prompt of N tokens on one accelerator, in seconds per unit of their coefficients: multiplications over
 * the matrix rate, what goes through memory over the bandwidth, launches of each micro-batch. Every micro-batch looks at
 * all tokens before it and at its own; experts cost a tile more than the tokens they get.
 */
export function prefillColumns(
  share: SpeedShare,
  device: SpeedDevice,
  model: PrefillModel,
  build: Build = today
): number[] {
  const { promptTokens: n, depthTokens, hiddenSize, experts } = model
  const { measured } = device
  // A prefill measured on this machine corrects what is multiplied; the rest stays as it was when it was measured.
  const pace = measured?.prefill?.rate ?? 1
  const sheet = matrixRates(device) ?? { own: Number.NaN, sixteen: Number.NaN }
  const rates = { own: sheet.own * pace, sixteen: sheet.sixteen * pace }
  const single = device.fp32 === null ? null : device.fp32 * pace
  const bandwidth = measured?.prefill?.bandwidth ?? device.bandwidth ?? Number.NaN
  const batch = Math.min(model.ubatch, n)
  const passes = Math.ceil(n / model.ubatch)
  const sixteen = inSixteen(share, device, build)
  const rate = sixteen ? rates.sixteen : rates.own
  const { k, low } = share.weights
  const packed = sixteen ? 0 : 1 / (share.weights.sixteen + share.weights.simple + k + low || 1)
  const dense = (2 * share.denseWeights * n) / rate
  const routed = (2 * share.expertWeights * n) / rate
  const touched = touchedShare(experts, batch)
  const held = share.heldExpertWeights * touched
  const expertBytes = share.expertWeights === 0 ? 0 : share.expertBytes / share.expertWeights
  const bytes = share.totalBytes - expertBytes * (share.heldExpertWeights - held)
  const seen = depthTokens + n / 2 + batch / 2
  const inWindow = Math.min(seen, model.window + batch)
  const operations = n * (share.attentionOperations * seen + share.windowOperations * inWindow)
  const scores = n * (share.attentionHeads * seen + share.windowHeads * inWindow)
  const flash = model.flashAttention
  const routedWidth = share.moeLayers * (experts?.perToken ?? 0) * hiddenSize
  const expertWidth = share.expertWeights / (3 * hiddenSize)
  return [
    dense,
    (dense + routed) * k * packed,
    (dense + routed) * low * packed,
    routed,
    (2 * held * passes * tile) / rate,
    sixteen && !isPlain(share) ? (dequantisedBytes * (share.denseWeights + held) * passes) / bandwidth : 0,
    flash ? operations / attentionRate(device.vendor, single, rates.sixteen) : 0,
    flash ? 0 : operations / rates.sixteen,
    flash ? 0 : (scoreBytes * scores) / bandwidth,
    (activationBytes * n * share.layers * hiddenSize) / bandwidth,
    (expertActivationBytes * n * (routedWidth + expertWidth)) / bandwidth,
    (bytes * passes) / bandwidth,
    (share.cacheBytes * passes) / bandwidth,
    share.layers * passes,
    share.moeLayers * passes,
    (share.recurrentLayers * n * recurrentOperations) / (single ?? rates.sixteen)
  ]
}

/** Flash attention on AMD follows the vector units, over generations and backends, not the matrix units. */
const attentionRate = (vendor: SpeedDevice['vendor'], single: number | null, sixteen: number): number =>
  vendor === 'amd' ? (single ?? sixteen / 2) : sixteen

const familyOf = (device: SpeedDevice): string => {
  const { vendor, backend } = device
  const plain = vendor === 'nvidia' && !hasTensorCores(device) ? ' without tensor cores' : ''
  return `${vendor} ${backend}${plain}`
}

function generationOf(device: SpeedDevice, family: string): readonly string[] {
  if (emulatesTensorCores(device)) return ['prefill.emulated tensor cores']
  return device.architecture === null ? [] : [`prefill.${device.architecture}, ${family}`]
}

/** What decides which parameters a prompt has, beside the device. */
export const prefillVariant = (share: SpeedShare, model: PrefillModel, device: SpeedDevice): string =>
  [
    model.flashAttention,
    model.latentAttention,
    hasWideHeads(share),
    isPlain(share),
    inSixteen(share, device, today)
  ].join()

/** Parameters of each column: a constant, the backend, the generation, the market, all but the constant held to one. */
export function prefillParameters(
  device: SpeedDevice,
  share: SpeedShare,
  model: Pick<PrefillModel, 'latentAttention'>,
  build: Build = today
): readonly ParameterNames[] {
  const family = familyOf(device)
  const on = `${device.vendor} ${device.backend}`
  const market = segment(device)
  const multiplying = [
    'prefill.multiply',
    `prefill.${family}`,
    ...(inSixteen(share, device, build) ? [`prefill.sixteen, ${family}`] : []),
    ...generationOf(device, family),
    ...(market === null ? [] : [`prefill.segment, ${market}`])
  ]
  const attending = [
    'prefill.attention',
    `prefill.attention, ${on}`,
    ...(model.latentAttention ? ['prefill.latent-attention'] : []),
    ...(!model.latentAttention && hasWideHeads(share)
      ? ['prefill.wide heads', `prefill.wide heads, ${device.vendor}`]
      : [])
  ]
  // Where no kernel takes 16-bit experts together, a library multiplies one after the other.
  const inPlain = isPlain(share) ? [`prefill.experts in 16 bits, ${on}`] : []
  const launching = `prefill.launch, ${device.backend}`
  return [
    multiplying,
    ['prefill.k', ...multiplying],
    ['prefill.low', ...multiplying],
    ['prefill.experts', `prefill.experts, ${on}`, ...inPlain, ...multiplying],
    ['prefill.tile', `prefill.tile, ${on}`, ...inPlain, ...multiplying],
    ['prefill.dequantise'],
    attending,
    ['prefill.attention-products', `prefill.attention-products, ${on}`],
    ['prefill.scores', `prefill.scores, ${on}`],
    ['prefill.activations'],
    ['prefill.expert-activations'],
    ['prefill.weights'],
    ['prefill.cache'],
    ['prefill.launch', launching],
    ['prefill.routing', launching],
    ['prefill.recurrent']
  ]
}
