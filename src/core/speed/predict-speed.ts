import type { BytesPerSecond } from '../quantity.ts'
import { decodeTime } from './decode.ts'
import { type PrefillOutcome, prefillTime } from './prefill.ts'
import type { Speed } from './speed.ts'
import type { SpeedInput } from './speed-input.ts'

/**
 * How fast a placed model writes and reads. The formulas stand in `decode.ts` and `prefill.ts`, what they were fitted
 * to in `constants.ts`. Unknown when a bandwidth that counts is unknown: no figure is better than a guessed one.
 */
export function predictSpeed(input: SpeedInput): Speed {
  const { depthTokens, promptTokens } = input
  const reason = missing(input)
  if (reason !== null) return { known: false, reason }
  const { rate, terms, basis } = decodeTime(input)
  const prefill = prefillTime(input)
  return {
    known: true,
    decode: rate,
    prefill: prefill.known ? prefill.rate : null,
    ...prefillNote(prefill),
    depthTokens,
    promptTokens,
    terms,
    basis
  }
}

function prefillNote(outcome: PrefillOutcome): { readonly prefillNote?: string } {
  const note = outcome.known ? outcome.note : outcome.reason
  return note === undefined ? {} : { prefillNote: note }
}

const positive = (n: BytesPerSecond | null): boolean => n !== null && n > 0

function missing({ gpus, cpu, ramBandwidth }: SpeedInput): string | null {
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
