import { prefill } from './constants.ts'
import { hasTensorCores, prefillRate } from './device-class.ts'
import type { Rate } from './speed.ts'
import type { SpeedDevice, SpeedInput } from './speed-input.ts'

/**
 * Floating-point operations per second that prefill reaches, over the data sheet's fp32 rate: tenth, middle and
 * ninetieth percentile over dense models, and the middle over MoE models. Null where nothing was measured.
 */
interface Reach {
  readonly dense: Rate
  readonly moe: number | null
}

const reach = (low: number, likely: number, high: number, moe: number | null): Reach => ({
  dense: { low, likely, high },
  moe
})

function reachOf(device: SpeedDevice): Reach | null {
  const { vendor, architecture, backend } = device
  switch (vendor) {
    case 'nvidia':
      return hasTensorCores(device) ? reach(1.28, 1.9, 2.57, 1.1) : reach(0.2, 1.2, 1.4, 0.6)
    case 'apple':
      // Measured at 0.6 and at 1.4, probably before and after a build that uses the matrix units.
      if (architecture === 'Apple M5' || architecture === 'Apple M6') return reach(0.6, 0.9, 1.4, 0.8)
      return reach(0.64, 0.69, 0.78, 0.72)
    case 'amd':
      if (architecture === 'RDNA3' || architecture === 'RDNA3.5') return reach(0.47, 0.65, 0.84, 0.28)
      if (architecture === 'RDNA4' && backend === 'vulkan') return reach(0.47, 0.67, 0.87, 0.26)
      if (architecture === 'RDNA4') return reach(0.98, 1.4, 1.82, 0.47)
      if (architecture === 'CDNA2') return reach(0.63, 0.9, 1.17, null)
      if (architecture?.startsWith('CDNA') === true) return reach(1.05, 1.5, 1.95, null)
      return reach(0.64, 1.1, 1.2, null)
    case 'intel':
      return reach(0.24, 0.84, 2.4, 0.2)
    case 'other':
      return null
  }
}

/** MoE: measured over predicted at the tenth and ninetieth percentile, 51 rows on 12 devices. */
const moeBand: Rate = { low: 0.63, likely: 1, high: 1.6 }

/** Longest prompt that the reach was fitted to. */
const fittedPrompt = 600

/** How much wider the range is beyond it: 28 rows on 11 devices at 2k to 8k, 111 rows on 4 devices at 4k to 64k. */
const beyond = (n: number): { readonly low: number; readonly high: number } =>
  n > 8192 ? { low: 0.65, high: 1.15 } : { low: 0.85, high: 1.05 }

export type PrefillOutcome =
  | { readonly known: true; readonly rate: Rate; readonly note?: string }
  | { readonly known: false; readonly reason: string }

const unknown = (reason: string): PrefillOutcome => ({ known: false, reason })

/**
 * Speed of reading a prompt of N tokens, all weights on accelerators:
 *
 *   t(N) = (2 x active weights x N + 2 x attention width x N^2) / (k x fp32 rate)
 *        + ceil(N / micro-batch) x bytes held / (0.93 x bandwidth)
 *
 * The second part counts where a micro-batch touches every expert. Several accelerators take their layers in turn,
 * in proportion to the bytes they read per token. Fitted at 512 tokens; the attention part (both products over half
 * the square) carries it to longer prompts and is modelled, not fitted.
 */
export function prefillTime(input: SpeedInput): PrefillOutcome {
  const { cpu, promptTokens: n, ubatch, activeParameters, attentionWidth = 0, moe } = input
  if (n <= 0) return unknown('No prompt was given.')
  if (cpu.activeBytes > 0) {
    return unknown('Prefill with a part of the model in RAM is not modelled: measurements differ too much.')
  }
  const gpus = input.gpus.filter(({ activeBytes }) => activeBytes > 0)
  const all = gpus.reduce((sum, gpu) => sum + gpu.activeBytes, 0)
  const operations = 2 * activeParameters * n + 2 * attentionWidth * n * n
  const seconds = { low: 0, likely: 0, high: 0 }
  for (const { device, activeBytes, totalBytes } of gpus) {
    const reached = reachOf(device)
    const fp32 = prefillRate(device)
    if (reached === null) return unknown(`No prefill was measured on devices like ${device.name}.`)
    if (fp32 === null) return unknown(`The fp32 rate of ${device.name} is not known.`)
    const middle = moe ? reached.moe : reached.dense.likely
    if (middle === null)
      return unknown(`No prefill of MoE models was measured on devices like ${device.name}.`)
    const reading = (Math.ceil(n / ubatch) * totalBytes) / (prefill.weightReadShare * (device.bandwidth ?? 0))
    for (const end of ['low', 'likely', 'high'] as const) {
      const k = middle * (moe ? moeBand[end] : reached.dense[end] / reached.dense.likely)
      seconds[end] += (operations * (activeBytes / all)) / (k * fp32) + reading
    }
  }
  const long = n > fittedPrompt
  const wider = long ? beyond(n) : { low: 1, high: 1 }
  return {
    known: true,
    rate: {
      low: (n / seconds.low) * wider.low,
      likely: n / seconds.likely,
      high: (n / seconds.high) * wider.high
    },
    ...(long ? { note: 'Fitted to prompts of 512 tokens; longer ones are modelled.' } : {})
  }
}
