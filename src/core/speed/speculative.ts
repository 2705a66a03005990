import { expertGrowth } from './experts.ts'
import type { Rate, SpeculativeSpeed } from './speed.ts'
import type { SpeedInput } from './speed-input.ts'

/**
 * Share of drafted tokens that are accepted. DeepSeek-V3 reports 85 to 90 % for the second token (arXiv 2412.19437,
 * section 5.4.3); free text and other models lie lower, code higher.
 */
const acceptance: Rate = { low: 0.6, likely: 0.75, high: 0.9 }

/** Time of the prediction layer itself and of sampling twice, over that of a step: one layer of many, and the head. */
const draftCost = 0.1

/** Tokens one step yields when `drafted` tokens are checked, each accepted with probability a: (1 - a^(n+1)) / (1 - a). */
export const tokensPerStep = (a: number, drafted: number): number =>
  a >= 1 ? drafted + 1 : (1 - a ** (drafted + 1)) / (1 - a)

/** Decoding with the model's own prediction layers, one token drafted per layer. */
export function speculativeSpeed(input: SpeedInput, decode: Rate): SpeculativeSpeed | undefined {
  const drafted = Math.min(input.draftLayers, 3)
  if (drafted < 1) return undefined
  const active = input.gpus.reduce<number>((sum, gpu) => sum + gpu.activeBytes, input.cpu.activeBytes)
  const experts = input.gpus.reduce<number>((sum, gpu) => sum + gpu.expertBytes, input.cpu.expertBytes)
  const share = active === 0 ? 0 : experts / active
  const step = 1 - share + share * expertGrowth(input.experts, drafted + 1) + draftCost * drafted
  const gain = (a: number): number => tokensPerStep(a, drafted) / step
  return {
    rate: {
      low: decode.low * Math.min(1, gain(acceptance.low)),
      likely: decode.likely * gain(acceptance.likely),
      high: decode.high * gain(acceptance.high)
    },
    why: `${drafted} ${drafted === 1 ? 'token' : 'tokens'} drafted ahead, 60 to 90 % of them accepted (published range); a step takes ${step.toFixed(2)} times as long`
  }
}
