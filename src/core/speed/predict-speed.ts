import { seconds } from '../format.ts'
import type { BytesPerSecond } from '../quantity.ts'
import { batchSpeed } from './batch.ts'
import { decodeTime } from './decode.ts'
import { decodeTerms } from './decode-terms.ts'
import { engineSpeeds } from './engine-speeds.ts'
import { loadTime } from './load-time.ts'
import { prefillTime } from './prefill.ts'
import { speculativeSpeed } from './speculative.ts'
import type { Duration, Rate, Speed } from './speed.ts'
import type { SpeedInput } from './speed-input.ts'

/**
 * How fast a placed model writes and reads. The columns stand in `decode-columns.ts` and `prefill-columns.ts`, their
 * coefficients in `resources/speed/constants.json`. Unknown when a bandwidth that counts is unknown: no figure is
 * better than a guessed one; unknown too for a placement that no engine could make.
 */
export function predictSpeed(input: SpeedInput): Speed {
  const { depthTokens, promptTokens } = input
  const reason = missing(input)
  if (reason !== null) return { known: false, reason }
  const time = decodeTime(input)
  const { rate } = time
  const prefill = prefillTime(input)
  const batch = batchSpeed(input, rate)
  const speculative = speculativeSpeed(input, rate)
  const engines = engineSpeeds(input, rate)
  const note = prefill.known ? prefill.note : prefill.reason
  return {
    known: true,
    decode: rate,
    prefill: prefill.known ? prefill.rate : null,
    ...(note !== undefined && { prefillNote: note }),
    depthTokens,
    promptTokens,
    terms: decodeTerms(input, time),
    basis: time.basis,
    ...(prefill.known && { prefillTerms: prefill.terms, prefillBasis: prefill.basis }),
    firstToken: prefill.known ? firstToken(promptTokens, prefill.rate, rate) : null,
    load: loadTime(input.fileBytes),
    ...(batch && { batch }),
    ...(speculative && { speculative }),
    ...(engines.length > 0 && { engines })
  }
}

/** Reading the prompt and writing one token. */
const firstToken = (promptTokens: number, prefill: Rate, decode: Rate): Duration => ({
  low: promptTokens / prefill.high + 1 / decode.high,
  likely: promptTokens / prefill.likely + 1 / decode.likely,
  high: promptTokens / prefill.low + 1 / decode.low
})

/** `2.40 s (1.80 s–3.20 s)`. */
export const durationText = ({ low, likely, high }: Duration): string =>
  `${seconds(likely)} (${seconds(low)}–${seconds(high)})`

const positive = (n: BytesPerSecond | null): boolean => n !== null && n > 0

function missing({ gpus, cpu, ramBandwidth, modelLayers }: SpeedInput): string | null {
  const onGpus = gpus.reduce((sum, gpu) => sum + gpu.layers, 0)
  if (onGpus > modelLayers) {
    return `Impossible placement: ${onGpus} layers on GPUs, but the model has ${modelLayers}.`
  }
  const used = gpus.filter(({ activeBytes, cacheBytes }) => activeBytes + cacheBytes > 0)
  const without = used.find(({ device }) => !positive(device.bandwidth))
  if (without) {
    return `The memory bandwidth of ${without.device.name} is not known: enter it in GB/s from the data sheet.`
  }
  const cpuBytes = cpu.activeBytes + cpu.cacheBytes
  if (cpuBytes > 0 && !positive(ramBandwidth)) {
    return 'The RAM bandwidth is not known. Enter it in GB/s: two channels of DDR5-6000 give 96.'
  }
  return used.length === 0 && cpuBytes === 0 ? 'No weights were placed on any device.' : null
}
