import { matrix, type Part, vector } from './part.ts'

/**
 * Manifold-constrained hyper-connections (DeepSeek V4): `streams` parallel residuals, mixed before attention and
 * before the feed-forward part by a (2 + streams) x streams wide projection. llama.cpp src/models/deepseek4.cpp.
 */
export function hyperConnectionParts(hiddenSize: number, streams: number): readonly Part[] {
  const mix = (2 + streams) * streams
  return ['hc_attn', 'hc_ffn'].flatMap((name) => [
    matrix(`${name}_fn`, streams * hiddenSize, mix),
    vector(`${name}_base`, mix),
    vector(`${name}_scale`, 3)
  ])
}

/** The mixer that joins the residual streams before the output head. */
export const hyperConnectionHead = (hiddenSize: number, streams: number): readonly Part[] => [
  matrix('output_hc_fn', streams * hiddenSize, streams),
  vector('output_hc_base', streams),
  vector('output_hc_scale', 1)
]

/** Elements that two mixers add to every block; tells the number of streams where only this sum is known. */
const elementsPerBlock = (hiddenSize: number, streams: number): number =>
  2 * ((2 + streams) * streams * (streams * hiddenSize + 1) + 3)

/** Number of residual streams whose mixers hold exactly this many elements per block, undefined when none does. */
export const streamsHolding = (hiddenSize: number, elements: number): number | undefined =>
  [2, 3, 4, 6, 8].find((streams) => elementsPerBlock(hiddenSize, streams) === elements)

const gatedMixer = (name: string, hiddenSize: number, streams: number, rank: number): readonly Part[] => [
  matrix(`${name}_norm`, hiddenSize, streams),
  matrix(`${name}_down`, streams * hiddenSize, rank),
  matrix(`${name}_up`, rank, streams * hiddenSize)
]

/** Low-rank gated residual streams of Qwen3.8 Flash Next. llama.cpp src/models/qwen4exp.cpp. */
export const gatedResidualParts = (hiddenSize: number, streams: number, rank: number): readonly Part[] =>
  ['hc_attn', 'hc_ffn'].flatMap((name) => [
    ...gatedMixer(name, hiddenSize, streams, rank),
    matrix(`${name}_inject`, streams * hiddenSize, streams)
  ])

export const gatedResidualHead = (hiddenSize: number, streams: number, rank: number): readonly Part[] =>
  gatedMixer('output_hc', hiddenSize, streams, rank)
