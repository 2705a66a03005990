import { predictSpeed } from './predict-speed.ts'
import type { SpeedInput } from './speed-input.ts'

/** What a measurement on this machine says: by how much a bandwidth differs from its data sheet. */
export interface Correction {
  /** `RAM`, or the name of the accelerator. */
  readonly device: string
  /** Over the data-sheet bandwidth. */
  readonly factor: number
}

/** No memory is four times as slow, or a third faster, than its data sheet: such a run measured something else. */
export const plausibleFactor = { from: 0.25, to: 1.35 }

/**
 * The bandwidth that explains a measured decode speed: the terms of launching, unpacking and routing stay as they are,
 * the reading of weights and cache takes what is left. RAM where a part lies there, as the slower pool decides; else
 * the only accelerator.
 *
 * The error is a sentence: several accelerators, or a speed that no bandwidth explains.
 */
export function correctionOf(
  input: SpeedInput,
  tokensPerSecond: number
): Correction | { readonly error: string } {
  const inRam = input.cpu.activeBytes > 0
  const [gpu, ...others] = input.gpus
  if (!inRam && (gpu === undefined || others.length > 0)) {
    return { error: 'A run on several accelerators does not say which of them is slower: measure on one.' }
  }
  const device = inRam ? 'RAM' : (gpu?.device.name ?? '')
  const speedAt = (factor: number): number => {
    const speed = predictSpeed(inRam ? withRam(input, factor) : withGpu(input, factor))
    return speed.known ? speed.decode.likely : Number.NaN
  }
  let { from, to } = plausibleFactor
  if (!(speedAt(from) <= tokensPerSecond && speedAt(to) >= tokensPerSecond)) {
    return {
      error: `${tokensPerSecond.toPrecision(3)} tokens/s cannot be explained by the bandwidth of ${device}: expected ${speedAt(from).toPrecision(3)} to ${speedAt(to).toPrecision(3)}. Check the model, its file type and that nothing else ran.`
    }
  }
  for (let step = 0; step < 40; step++) {
    const middle = Math.sqrt(from * to)
    if (speedAt(middle) < tokensPerSecond) from = middle
    else to = middle
  }
  return { device, factor: Math.sqrt(from * to) }
}

const scaled = <T extends number>(bandwidth: T | null, factor: number): T | null =>
  bandwidth === null ? null : ((bandwidth * factor) as T)

const withRam = (input: SpeedInput, factor: number): SpeedInput => ({
  ...input,
  ramBandwidth: scaled(input.ramBandwidth, factor)
})

const withGpu = (input: SpeedInput, factor: number): SpeedInput => ({
  ...input,
  gpus: input.gpus.map((gpu) => ({
    ...gpu,
    device: { ...gpu.device, bandwidth: scaled(gpu.device.bandwidth, factor) }
  }))
})
