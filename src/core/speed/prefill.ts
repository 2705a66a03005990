import { bytes } from '../quantity.ts'
import { certaintyOf } from './band.ts'
import { fitted } from './fitted.ts'
import { matrixRates } from './matrix-rate.ts'
import { coefficientsOf } from './parameters.ts'
import { prefillColumns, prefillParameters, prefillParts, prefillVariant } from './prefill-columns.ts'
import type { Rate, TimeTerm } from './speed.ts'
import type { SpeedDevice, SpeedInput, SpeedShare } from './speed-input.ts'

export type PrefillOutcome =
  | {
      readonly known: true
      readonly rate: Rate
      readonly terms: readonly TimeTerm[]
      readonly basis: string
      readonly note?: string
    }
  | { readonly known: false; readonly reason: string }

const unknown = (reason: string): PrefillOutcome => ({ known: false, reason })

const coefficients = new Map<string, readonly number[]>()

function prefillCoefficients(share: SpeedShare, device: SpeedDevice, input: SpeedInput): readonly number[] {
  const key = `${device.name}|${device.backend}|${device.architecture ?? ''}|${device.vendor}|${prefillVariant(share, input, device)}`
  const before = coefficients.get(key)
  if (before) return before
  const made = coefficientsOf(prefillParameters(device, share, input))
  coefficients.set(key, made)
  return made
}

/**
 * PCIe 4.0 x16 in practice, bytes per second: in llama.cpp the experts that lie in RAM are copied to the GPU for each
 * micro-batch (`GGML_OP_OFFLOAD_MIN_BATCH`, 32 tokens and more).
 */
const link = 25e9
/** Nothing was fitted to prompts with a part in RAM: link and CPU differ by this much either way. */
const splitBand = { low: Math.log(0.4), high: Math.log(2) }

/**
 * Speed of reading a prompt of N tokens after `depthTokens`. Several accelerators take their layers in turn; what lies
 * in RAM crosses the link once per micro-batch and is computed on the first accelerator.
 */
export function prefillTime(input: SpeedInput): PrefillOutcome {
  const { cpu, promptTokens: n, experts } = input
  if (n <= 0) return unknown('No prompt was given.')
  const gpus = input.gpus.filter(({ activeBytes }) => activeBytes > 0)
  const [first] = gpus
  if (first === undefined) {
    return unknown('Prefill on the CPU alone depends on its arithmetic, which no data sheet states.')
  }
  const moe = experts !== null
  const sums: number[] = new Array<number>(prefillParts.length).fill(0)
  const basis: string[] = []
  let [likely, shortest, longest] = [0, 0, 0]
  const withRam = cpu.activeBytes > 0
  for (const gpu of gpus) {
    if (matrixRates(gpu.device) === null) {
      return unknown(`The arithmetic rate of ${gpu.device.name} is not known.`)
    }
    if (
      fitted.parameters[`prefill.${gpu.device.vendor} ${gpu.device.backend}`] === undefined &&
      gpu.device.vendor === 'other'
    ) {
      return unknown(`No prefill was measured on devices like ${gpu.device.name}.`)
    }
    const borrowed = withRam && gpu === first
    const share = borrowed ? together(gpu, cpu) : gpu
    const columns = prefillColumns(share, gpu.device, input)
    const factors = prefillCoefficients(share, gpu.device, input)
    const { low, high, basis: words } = certaintyOf('prefill', gpu.device, moe)
    let sum = 0
    for (let at = 0; at < columns.length; at++) {
      const seconds = (columns[at] ?? 0) * (factors[at] ?? 0)
      sums[at] = (sums[at] ?? 0) + seconds
      sum += seconds
    }
    likely += sum
    shortest += sum * Math.exp(-high)
    longest += sum * Math.exp(-low)
    if (!basis.includes(words)) basis.push(words)
  }
  const crossing = withRam ? (cpu.totalBytes * Math.ceil(n / input.ubatch)) / link : 0
  likely += crossing
  shortest += crossing * Math.exp(-splitBand.high)
  longest += crossing * Math.exp(-splitBand.low)
  return {
    known: true,
    rate: { low: n / longest, likely: n / likely, high: n / shortest },
    terms: prefillTerms(sums, crossing),
    basis: basis.join('; '),
    ...(withRam && { note: 'The part in RAM is taken to cross PCIe 4.0 x16 once per micro-batch: modelled.' })
  }
}

/** The weights of the CPU's share computed on the accelerator. */
const together = (gpu: SpeedInput['gpus'][number], cpu: SpeedInput['cpu']): SpeedInput['gpus'][number] => ({
  ...gpu,
  expertBytes: bytes(gpu.expertBytes + cpu.expertBytes),
  denseWeights: gpu.denseWeights + cpu.denseWeights,
  expertWeights: gpu.expertWeights + cpu.expertWeights,
  heldExpertWeights: gpu.heldExpertWeights + cpu.heldExpertWeights
})

function prefillTerms(sums: readonly number[], crossing: number): TimeTerm[] {
  const of = (...parts: readonly (typeof prefillParts)[number][]): number =>
    parts.reduce((sum, part) => sum + (sums[prefillParts.indexOf(part)] ?? 0), 0)
  const terms: readonly (readonly [string, number, string])[] = [
    [
      'multiplying weights',
      of('dense', 'k', 'low'),
      'two operations per weight and token, and their unpacking'
    ],
    [
      'multiplying experts',
      of('experts', 'tile'),
      'the chosen experts of each token, in tiles of tokens per expert'
    ],
    ['converting weights to 16 bits', of('dequantise'), 'once per micro-batch, where a library multiplies'],
    ['attention', of('attention', 'attention-products', 'scores'), 'grows with the square of the prompt'],
    ['intermediate results', of('activations', 'expert-activations'), 'written and read in each layer'],
    [
      'reading weights',
      of('weights'),
      'all that is held, every expert that is touched, once per micro-batch'
    ],
    ['reading the cache', of('cache'), 'once per micro-batch'],
    ['launching kernels', of('launch', 'routing'), 'per layer and micro-batch'],
    ['recurrent layers', of('recurrent'), 'per layer and token'],
    ['crossing PCIe', crossing, 'weights in RAM, copied to the GPU once per micro-batch']
  ]
  return terms.filter(([, seconds]) => seconds > 0).map(([name, seconds, why]) => ({ name, seconds, why }))
}
