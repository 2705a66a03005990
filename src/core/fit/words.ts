import type { ResolvedSettings } from '../engine/settings.ts'
import { inGib, rateRange, tokenRate } from '../format.ts'
import { hasExperts } from '../model/architecture.ts'
import type { ModelSpec } from '../model/model.ts'
import type { Shortage } from '../placement/demand.ts'
import type { Bytes } from '../quantity.ts'
import type { FileType } from '../quant/file-type.ts'
import type { Speed } from '../speed/speed.ts'
import type { Lever } from './change.ts'
import type { Verdict, VerdictLevel } from './verdict.ts'

/** What a plan came to; everything a verdict says is derived from it. */
export interface Outcome {
  readonly level: VerdictLevel
  readonly model: Pick<ModelSpec, 'availability' | 'architecture'>
  readonly settings: Pick<ResolvedSettings, 'gpuLayers' | 'cpuMoeLayers'>
  readonly speed: Speed
  /** Accelerators that hold a part of it. */
  readonly gpus: number
  /** For `does-not-fit`: the file type that was tried, and whether none that is recommended is smaller. */
  readonly tried?: { readonly fileType: FileType; readonly smallest: boolean }
  /** For `does-not-fit`: what the closest placement lacks, and where: a device's name, or `RAM`. */
  readonly short?: { readonly device: string; readonly bytes: Bytes }
  /** For `unknown`: the reading that is missing, as a sentence without its full stop. */
  readonly missing?: string
  readonly whole?: Shortage | null
  readonly levers?: readonly Lever[]
  readonly advice?: readonly string[]
}

export function verdictOf(outcome: Outcome): Verdict {
  const { level, short, whole, levers = [], advice = [] } = outcome
  return {
    level,
    word: wordOf(outcome),
    sentence: sentenceOf(outcome),
    ...(short === undefined ? {} : { short }),
    ...(whole ? { whole } : {}),
    ...(levers.length > 0 ? { levers } : {}),
    advice
  }
}

function wordOf(outcome: Outcome): string {
  switch (outcome.level) {
    case 'fits':
      return 'Fits'
    case 'fits-with-offload':
      return inRam(outcome).layers === 0 ? 'Experts in RAM' : 'Layers in RAM'
    case 'cpu-only':
      return 'Runs on CPU'
    case 'does-not-fit':
      return 'Too large'
    case 'unknown':
      return 'Unknown'
    case 'not-obtainable':
      return 'Not obtainable'
    case 'layout-only':
      return 'Layout only'
  }
}

function sentenceOf(outcome: Outcome): string {
  const { level, gpus, speed, short, missing } = outcome
  switch (level) {
    case 'fits':
      return `Runs entirely on ${gpus > 1 ? `${gpus} GPUs` : 'the GPU'}${howFast(speed)}`
    case 'fits-with-offload':
      return `Runs, with ${whatIsInRam(outcome)} in RAM${howFast(speed)}`
    case 'cpu-only':
      return `Runs on the CPU alone${howFast(speed)}`
    case 'does-not-fit':
      return `Too large for this machine${asTried(outcome)}${
        short === undefined ? '.' : `: ${short.device} is ${inGib(short.bytes)} short.`
      }`
    case 'unknown':
      return `It cannot be said whether it runs: ${missing ?? 'a reading that decides is missing'}.`
    case 'not-obtainable':
      return unobtainable(outcome.model)
    case 'layout-only':
      return 'A layout without limits: name a machine to get a verdict.'
  }
}

/** ` even as IQ1_M`, ` as Q4_K_M`. */
const asTried = ({ tried }: Outcome): string =>
  tried === undefined ? '' : `${tried.smallest ? ' even' : ''} as ${tried.fileType}`

function unobtainable({ availability }: Outcome['model']): string {
  switch (availability) {
    case 'announced':
      return 'Announced and never released: there are no weights to run.'
    case 'closed':
      return 'Offered as a service only: its weights are not published.'
    case 'open-weights':
      return 'Its shape is not known here, so nothing can be computed for it.'
  }
}

/** `, about 43 tokens/s (36–49).` */
const howFast = (speed: Speed): string =>
  speed.known
    ? `, about ${tokenRate(speed.decode.likely)} tokens/s (${rateRange(speed.decode)}).`
    : '; how fast is unknown.'

/** Blocks that are wholly in RAM, and those of the others whose experts are. */
function inRam({ model: { architecture }, settings: { gpuLayers, cpuMoeLayers } }: Outcome): {
  layers: number
  experts: number
  of: number
  withExperts: number
} {
  const of = architecture?.layers ?? 0
  // The output layer is the first to go to the GPU; the blocks follow from the last one on.
  const layers = of - Math.min(of, Math.max(0, gpuLayers - 1))
  const routed =
    architecture === null ? [] : Array.from({ length: of }, (_, at) => hasExperts(architecture, at))
  const kept = (at: number): boolean => at < cpuMoeLayers && at >= layers
  return {
    layers,
    experts: routed.filter((has, at) => has && kept(at)).length,
    of,
    withExperts: routed.filter(Boolean).length
  }
}

function whatIsInRam(outcome: Outcome): string {
  const { layers, experts, of, withExperts } = inRam(outcome)
  if (layers === 0) return `the experts of ${experts} of ${countOf(withExperts)}`
  const whole = `${layers} of ${countOf(of)}`
  return experts === 0 ? whole : `${whole} and the experts of ${experts} more`
}

const countOf = (layers: number): string => `${layers} ${layers === 1 ? 'layer' : 'layers'}`
