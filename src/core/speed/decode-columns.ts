import { hasStackedMemory, segment, unpackRate, withoutByteDot } from './device-class.ts'
import type { ParameterNames } from './parameters.ts'
import type { SpeedDevice, SpeedInput, SpeedShare } from './speed-input.ts'

/** Physical parts of the time of one token on an accelerator, in the order of their columns. */
export const decodeParts = [
  'weights',
  'cache',
  'simple',
  'k',
  'low',
  'sixteen',
  'no-dot',
  'attention',
  'launch',
  'routing',
  'expert',
  'recurrent',
  'latent-attention',
  'cache without flash attention'
] as const

export type DecodePart = (typeof decodeParts)[number]

export type DecodeShare = Pick<
  SpeedShare,
  | 'layers'
  | 'moeLayers'
  | 'recurrentLayers'
  | 'activeBytes'
  | 'cacheBytes'
  | 'weights'
  | 'attentionOperations'
>
export type DecodeModel = Pick<
  SpeedInput,
  'hiddenSize' | 'experts' | 'depthTokens' | 'latentAttention' | 'flashAttention'
>

/** Width at which the launch cost is stated: that of most 7B to 8B models. */
const usualWidth = 4096

/** What a layer costs beside its bytes hardly grows with its width: of the powers tried this leaves the least error. */
const widthPower = 0.25

/**
 * Columns of one token on one accelerator, in seconds per unit of their coefficients: bytes over the data-sheet
 * bandwidth, operations over the fp32 rate, counts of layers. Unknown rates give zeros; the caller says so.
 */
export function decodeColumns(share: DecodeShare, device: SpeedDevice, model: DecodeModel): number[] {
  const bandwidth = device.bandwidth ?? 0
  const rate = unpackRate(device)
  const { sixteen, simple, k, low } = share.weights
  const over = rate === null ? 0 : 1 / rate
  const attention = share.attentionOperations * model.depthTokens * over
  return [
    share.activeBytes / bandwidth,
    // Without flash attention scores are written and read back, and the values are read across their rows.
    model.flashAttention ? share.cacheBytes / bandwidth : 0,
    simple * over,
    k * over,
    low * over,
    sixteen * over,
    withoutByteDot(device) ? (simple + k + low) * over : 0,
    model.latentAttention ? 0 : attention,
    share.layers * (model.hiddenSize / usualWidth) ** widthPower,
    share.moeLayers,
    share.moeLayers * (model.experts?.perToken ?? 0),
    share.recurrentLayers,
    model.latentAttention ? attention : 0,
    model.flashAttention ? 0 : share.cacheBytes / bandwidth
  ]
}

/** Parameters of each column for a device. */
export function decodeParameters(device: SpeedDevice): readonly ParameterNames[] {
  const { backend, architecture } = device
  const market = segment(device)
  const all = [
    ...(architecture === null ? [] : [`architecture.${architecture}`]),
    ...(market === null ? [] : [`segment.${market}`])
  ]
  const memory = hasStackedMemory(device) ? ['stacked-memory'] : []
  const unpacking = backend === 'metal' ? ['unpack.metal'] : []
  return [
    ['weights', ...memory, ...all],
    ['cache', ...memory, ...all],
    ['unpack.simple', ...unpacking, ...all],
    ['unpack.k', ...unpacking, ...all],
    ['unpack.low', ...unpacking, ...all],
    ['unpack.sixteen', ...unpacking, ...all],
    ['unpack.no-dot', ...all],
    ['attention', ...all],
    [`launch.${backend}`, ...(hasStackedMemory(device) ? ['stacked-launch'] : []), ...all],
    ['routing', `launch.${backend}`, ...all],
    ['expert', ...all],
    ['recurrent', `launch.${backend}`, ...all],
    ['latent-attention', `latent-attention, ${backend}`, ...all],
    ['cache', 'cache.without flash attention', ...memory, ...all]
  ]
}

/**
 * What the first accelerator launches where a part lies in RAM: its own layers, and once more each that is handed over.
 * So a layer moved to RAM never saves a launch.
 */
export const withHandedLayers = <S extends DecodeShare>(gpu: S, cpu: DecodeShare): S => ({
  ...gpu,
  layers: gpu.layers + cpu.layers,
  moeLayers: gpu.moeLayers + cpu.moeLayers,
  recurrentLayers: gpu.recurrentLayers + cpu.recurrentLayers
})

/** Parameters of the seconds that one more accelerator adds, taking its layers in turn. */
export const handOverParameters = ({ backend }: SpeedDevice): ParameterNames => [
  'gpu.hand-over',
  `gpu.hand-over, ${backend}`
]

/**
 * Columns of the part of one token that the CPU computes. Its arithmetic is taken to grow with its memory channels; what
 * its cores pass on per second has an end of its own, so that many channels are reached to a smaller share.
 */
export function cpuColumns(share: DecodeShare, ramBandwidth: number, besideGpu: boolean): number[] {
  return [
    (share.activeBytes + share.cacheBytes) / ramBandwidth,
    (share.activeBytes + share.cacheBytes) / 1e9,
    share.weights.k / ramBandwidth,
    share.weights.low / ramBandwidth,
    besideGpu ? 0 : share.layers,
    besideGpu ? share.layers : 0
  ]
}

export const cpuParameters: readonly ParameterNames[] = [
  ['cpu.read'],
  ['cpu.process'],
  ['cpu.k'],
  ['cpu.low'],
  ['cpu.layer'],
  ['cpu.hand-over']
]
