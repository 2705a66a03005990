import { tokenRate } from '../format.ts'
import type { Correction } from '../machine/calibration-record.ts'
import type { BytesPerSecond } from '../quantity.ts'
import type { Result } from '../result.ts'
import { err, ok } from '../result.ts'
import { predictSpeed } from './predict-speed.ts'
import type { SpeedDevice, SpeedInput } from './speed-input.ts'

/** No memory is four times as slow, or a third faster, than its data sheet: such a run measured something else. */
export const plausibleBandwidth = { from: 0.25, to: 1.35 }
/** As far as the widest class of prefill reaches from its fit, either way. */
export const plausibleRate = { from: 0.2, to: 5 }

/**
 * The bandwidth that explains a measured decode speed: the terms of launching, unpacking and routing stay as they are,
 * the reading of weights and cache takes what is left. RAM where a part lies there, as the slower pool decides; else
 * the only accelerator.
 *
 * The error is a sentence: several accelerators, or a speed that no bandwidth explains.
 */
export function decodeCorrection(input: SpeedInput, tokensPerSecond: number): Result<Correction, string> {
  const inRam = input.cpu.activeBytes > 0
  const [gpu, ...others] = input.gpus
  if (!inRam && (gpu === undefined || others.length > 0)) return err(several)
  const device = inRam ? 'RAM' : (gpu?.device.name ?? '')
  const scale = inRam ? withRam : withBandwidth
  const factor = factorThat(
    (tried) => {
      const speed = predictSpeed(scale(input, tried))
      return speed.known ? speed.decode.likely : Number.NaN
    },
    tokensPerSecond,
    plausibleBandwidth
  )
  return typeof factor === 'number'
    ? ok({ device, factor })
    : err(unexplained(tokensPerSecond, `the bandwidth of ${device}`, factor))
}

/**
 * The arithmetic rate that explains a measured speed of reading a prompt: what is multiplied takes what the terms of
 * memory and launches leave. Those stay at the bandwidth of `input`, which the correction holds.
 *
 * The error is a sentence: a part in RAM, several accelerators, no rate known, or a speed that no rate explains.
 */
export function prefillCorrection(input: SpeedInput, tokensPerSecond: number): Result<Correction, string> {
  const [gpu, ...others] = input.gpus
  if (input.cpu.activeBytes > 0) {
    return err(
      'A prompt read with a part in RAM does not say what was slow, the link or a processor: measure with a model that lies on the GPU alone.'
    )
  }
  if (gpu === undefined || others.length > 0) return err(several)
  const { bandwidth, name } = gpu.device
  const speed = predictSpeed(input)
  if (!speed.known) return err(speed.reason)
  if (bandwidth === null || speed.prefill === null)
    return err(speed.prefillNote ?? `${name} has no data sheet.`)
  const factor = factorThat(
    (rate) => {
      const tried = predictSpeed(
        withDevice(input, (device) => ({
          ...device,
          measured: { decodeRuns: 0, ...device.measured, prefill: { runs: 1, rate, bandwidth } }
        }))
      )
      return tried.known ? (tried.prefill?.likely ?? Number.NaN) : Number.NaN
    },
    tokensPerSecond,
    plausibleRate
  )
  return typeof factor === 'number'
    ? ok({ device: name, factor, bandwidth })
    : err(unexplained(tokensPerSecond, `the arithmetic rate of ${name}`, factor))
}

const several = 'A run on several accelerators does not say which of them is slower: measure on one.'

const unexplained = (speed: number, by: string, { from, to }: Range): string =>
  `${tokenRate(speed)} tokens/s cannot be explained by ${by}: expected ${tokenRate(from)} to ${tokenRate(to)}. Check the model, its file type and that nothing else ran.`

interface Range {
  readonly from: number
  readonly to: number
}

/** The factor at which `speedAt`, which grows with it, gives `speed`; the speeds of both ends where none does. */
function factorThat(speedAt: (factor: number) => number, speed: number, range: Range): number | Range {
  let { from, to } = range
  const ends = { from: speedAt(from), to: speedAt(to) }
  if (!(ends.from <= speed && ends.to >= speed)) return ends
  for (let step = 0; step < 50; step++) {
    const tried = Math.sqrt(from * to)
    if (speedAt(tried) < speed) from = tried
    else to = tried
  }
  return Math.sqrt(from * to)
}

const withRam = (input: SpeedInput, factor: number): SpeedInput => ({
  ...input,
  ramBandwidth: input.ramBandwidth === null ? null : ((input.ramBandwidth * factor) as BytesPerSecond)
})

const withBandwidth = (input: SpeedInput, factor: number): SpeedInput =>
  withDevice(input, (device) => ({
    ...device,
    bandwidth: device.bandwidth === null ? null : ((device.bandwidth * factor) as BytesPerSecond)
  }))

const withDevice = (input: SpeedInput, change: (device: SpeedDevice) => SpeedDevice): SpeedInput => ({
  ...input,
  gpus: input.gpus.map((gpu) => ({ ...gpu, device: change(gpu.device) }))
})
