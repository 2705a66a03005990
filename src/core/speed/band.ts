import { type Band, fitted } from './fitted.ts'
import type { Rate } from './speed.ts'
import type { SpeedDevice } from './speed-input.ts'

/** A band and the words for what it rests on. */
export interface Certainty {
  /** Logarithm of the correction measured on this very card; 0 for all others. */
  readonly shift: number
  readonly low: number
  readonly high: number
  readonly basis: string
}

/** Fewer devices than this say little about the next one of their class. */
const few = 4
/** Without any row of a class the band of everything is doubled. */
const unknownClass = 2

const everything: Band = { low: -0.4, high: 0.25, rows: 0, devices: 0 }

const names: Readonly<Record<string, string>> = {
  cuda: 'CUDA',
  metal: 'Metal',
  rocm: 'ROCm',
  vulkan: 'Vulkan',
  sycl: 'SYCL',
  cpu: 'CPU'
}

const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

/** The class whose residuals say how sure a speed is: what was measured, backend, vendor where Vulkan, kind of model. */
export const classOf = (what: 'decode' | 'prefill', { backend, vendor }: SpeedDevice, moe: boolean): string =>
  `${what} ${backend}${backend === 'vulkan' ? ` ${vendor}` : ''} ${moe ? 'MoE' : 'dense'}`

const made = new Map<string, Certainty>()

/** How sure a speed of this device is. Made once per device and class. */
export function certaintyOf(what: 'decode' | 'prefill', device: SpeedDevice, moe: boolean): Certainty {
  const runs = runsOf(what, device)
  const key = `${what}|${device.name}|${device.backend}|${device.vendor}|${moe ? 'm' : 'd'}|${runs}`
  const before = made.get(key)
  if (before) return before
  const certainty = measuredHere(what, runs, decide(what, device, moe))
  made.set(key, certainty)
  return certainty
}

const runsOf = (what: 'decode' | 'prefill', { measured }: SpeedDevice): number =>
  (what === 'decode' ? measured?.decodeRuns : measured?.prefill?.runs) ?? 0

/** `measured on this machine (2 runs)`. */
export const measuredWords = (runs: number): string => `measured on this machine (${plural(runs, 'run')})`

/**
 * A device measured on this machine. Decode: what models on one card differ by, once the card's own correction is
 * known, and as much again over the number of runs, as a run is one such model; never wider than its class. Prefill:
 * nothing is known of the differences within a card, so the range stays that of its class.
 */
function measuredHere(what: 'decode' | 'prefill', runs: number, of: Certainty): Certainty {
  if (runs === 0) return of
  const within = fitted.bands['decode measured']
  if (what === 'prefill' || within === undefined)
    return { ...of, basis: `${measuredWords(runs)}; range: ${of.basis}` }
  const wider = Math.sqrt(1 + 1 / runs)
  return {
    shift: of.shift,
    low: Math.max(of.low, within.low * wider),
    high: Math.min(of.high, within.high * wider),
    basis: measuredWords(runs)
  }
}

function decide(what: 'decode' | 'prefill', device: SpeedDevice, moe: boolean): Certainty {
  const all = fitted.bands[`${what} all`] ?? everything
  const own = fitted.measured[`${device.name}|${device.backend}`]
  const within = fitted.bands['decode measured']
  if (what === 'decode' && own && within) {
    const basis = `measured on this card (${plural(own.rows, 'row')}), ${within.devices} cards in all`
    return { shift: own.shift, low: within.low, high: within.high, basis }
  }
  const band = fitted.bands[classOf(what, device, moe)]
  if (band === undefined) {
    const basis = `no data for ${moe ? 'MoE models on ' : ''}${device.vendor} devices with ${names[device.backend] ?? device.backend}: the formula alone`
    return { shift: 0, low: all.low * unknownClass, high: all.high * unknownClass, basis }
  }
  const kind = `${moe ? 'MoE rows of ' : ''}${plural(band.devices, `${names[device.backend] ?? device.backend} device`)}`
  return band.devices < few
    ? {
        shift: 0,
        low: Math.min(band.low, all.low),
        high: Math.max(band.high, all.high),
        basis: `few measurements: fitted on ${kind}`
      }
    : { shift: 0, low: band.low, high: band.high, basis: `fitted on ${kind}` }
}

/**
 * Placements over more than one device have residuals of their own: on the CPU alone, on GPUs and the CPU, on several
 * GPUs. Null for one accelerator.
 */
export function placementCertainty(gpus: number, onCpu: boolean): Omit<Certainty, 'shift'> | null {
  if (!onCpu && gpus < 2) return null
  const name = !onCpu ? 'several' : gpus > 0 ? 'split' : 'cpu'
  const band = fitted.bands[name] ?? { low: -0.6, high: 0.4, rows: 0, devices: 0 }
  const basis = onCpu
    ? `RAM speed and processor vary: fitted on ${plural(band.devices, 'machine')}`
    : `several in turn: fitted on ${plural(band.devices, 'kind')} of GPU`
  return { low: band.low, high: band.high, basis }
}

/** A speed with the ends of its band. */
export const withBand = (likely: number, low: number, high: number): Rate => ({
  low: likely * Math.exp(low),
  likely,
  high: likely * Math.exp(high)
})
