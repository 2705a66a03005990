import { decodeColumns, type DecodePart, decodeParts } from './decode-columns.ts'
import { betweenSeconds, decodeCoefficients, decodeTime } from './decode.ts'
import { expertGrowth, touchedExperts } from './experts.ts'
import type { BatchSpeed, Rate } from './speed.ts'
import type { SpeedInput } from './speed-input.ts'

const times = ({ low, likely, high }: Rate, factor: number): Rate => ({
  low: low * factor,
  likely: likely * factor,
  high: high * factor
})

interface StepFactors {
  /** Of the weights: those outside the experts once, those of the experts as many as are touched. */
  readonly shared: number
  readonly growth: number
  readonly sequences: number
}

/** Cache, attention, state and arithmetic are each sequence's own; a launch serves all. */
function factorOf(part: DecodePart | undefined, { shared, growth, sequences }: StepFactors): number {
  switch (part) {
    case 'weights':
      return shared
    case 'launch':
    case 'routing':
      return 1
    case 'expert':
      return growth
    default:
      return sequences
  }
}

/** Growth of the time of one step over that of one sequence, by physical part. */
function stepGrowth(input: SpeedInput, sequences: number): number {
  const growth = expertGrowth(input.experts, sequences)
  let [one, many] = [0, 0]
  for (const gpu of input.gpus) {
    const bandwidth = gpu.device.bandwidth
    if (bandwidth === null || gpu.activeBytes === 0) continue
    const share = gpu.expertBytes / gpu.activeBytes
    const shared = 1 - share + share * growth
    const columns = decodeColumns(gpu, gpu.device, input)
    const coefficients = decodeCoefficients(gpu.device)
    columns.forEach((column, at) => {
      const seconds = column * (coefficients[at] ?? 0)
      one += seconds
      many += seconds * factorOf(decodeParts[at], { shared, growth, sequences })
    })
  }
  const between = betweenSeconds(input.gpus)
  const cpu = input.cpu
  const ram = input.ramBandwidth ?? 0
  if (cpu.activeBytes > 0 && ram > 0) {
    const seconds = 1 / decodeTime(input).rate.likely - one - between
    const share = cpu.expertBytes / cpu.activeBytes
    one += Math.max(0, seconds)
    many += Math.max(0, seconds) * (1 - share + share * growth)
  }
  return one === 0 ? 1 : (many + between) / (one + between)
}

/**
 * Speed with several sequences written at once, derived from the parts of one token: weights are read once for all,
 * experts as many as are touched, the cache of each. Modelled: hardly any batch was measured.
 */
export function batchSpeed(input: SpeedInput, one: Rate): BatchSpeed | undefined {
  const sequences = input.parallel
  if (sequences <= 1) return undefined
  const growth = stepGrowth(input, sequences)
  const each = times(one, 1 / growth)
  const { experts } = input
  return {
    sequences,
    each,
    total: times(each, sequences),
    why:
      experts === null
        ? 'weights are read once for all sequences, each has its own cache; modelled'
        : `${touchedExperts(experts.count, experts.perToken, sequences).toFixed(0)} of ${experts.count} experts are touched by ${sequences} sequences, each has its own cache; modelled`
  }
}
