import { grouped, inGib } from '../format.ts'
import { type Bytes, bytes } from '../quantity.ts'
import { cpu, decode } from './constants.ts'
import { unpackRate } from './device-class.ts'
import { cpuResidual, quantResidual, type Residual, residualOf } from './residuals.ts'
import type { Rate, TimeTerm } from './speed.ts'
import type { SpeedInput, SpeedShare } from './speed-input.ts'

type GpuShare = SpeedInput['gpus'][number]

/** Seconds that one accelerator adds to a token, by cause. */
interface GpuTime {
  readonly weights: number
  readonly cache: number
  readonly unpacking: number
  readonly launch: number
  readonly routing: number
}

/**
 * One token, on one accelerator:
 *
 *   active bytes / (0.93 x bandwidth) + cache bytes / (0.79 x bandwidth)
 *   + 4.07 x quantised weights read / fp32 rate + layers x launch + (MoE) layers x routing
 *
 * The weights read here are taken in proportion to the bytes read here.
 */
function gpuTime(
  { device, activeBytes, cacheBytes, layers }: GpuShare,
  input: SpeedInput,
  all: number
): GpuTime {
  const bandwidth = device.bandwidth ?? 0
  const arithmetic = unpackRate(device)
  const quantised = input.activeParameters * input.quantisedShare * (activeBytes / all)
  return {
    weights: activeBytes / (decode.weightReadShare * bandwidth),
    cache: cacheBytes / (decode.cacheReadShare * bandwidth),
    unpacking: arithmetic === null ? 0 : (decode.operationsPerWeight * quantised) / arithmetic,
    launch: layers * decode.launch[device.backend],
    routing: input.moe ? layers * decode.routing : 0
  }
}

const total = (time: GpuTime): number =>
  time.weights + time.cache + time.unpacking + time.launch + time.routing

export interface DecodeTime {
  readonly rate: Rate
  /** Sums to the time of one token at the likely rate. */
  readonly terms: readonly TimeTerm[]
  readonly basis: string
}

const holdsPart = ({ activeBytes, cacheBytes }: SpeedShare): boolean => activeBytes + cacheBytes > 0

/**
 * Speed of writing, one sequence. The devices work one after the other, so their times add up; each part is corrected
 * by what measurements of its class show, and the ends of the range are all parts at their ends.
 * Requires that `missingBandwidth(input)` is null.
 */
export function decodeTime(input: SpeedInput): DecodeTime {
  const gpus = input.gpus.filter(holdsPart)
  const all = gpus.reduce<number>((sum, gpu) => sum + gpu.activeBytes, input.cpu.activeBytes)
  const several = gpus.length > 1 ? decode.severalCards : 1
  const quant = quantResidual(input)
  const times = gpus.map((gpu) => gpuTime(gpu, input, all))
  const cpuBytes = input.cpu.activeBytes + input.cpu.cacheBytes
  const onCpu = cpuBytes === 0 ? 0 : cpuBytes / (cpu.readShare * (input.ramBandwidth ?? 0))
  const handOver = gpus.length === 0 ? 0 : input.cpu.layers * cpu.handOver

  const parts = gpus.map((gpu, at) => ({
    seconds: total(times[at] ?? noTime) / several,
    residual: scaled(residualOf(gpu.device, unpackRate(gpu.device) !== null), quant)
  }))
  if (onCpu > 0) parts.push({ seconds: onCpu + handOver, residual: cpuResidual })
  const perToken = (end: keyof Rate): number =>
    parts.reduce((sum, { seconds, residual }) => sum + seconds / residual[end], 0)

  const terms = decodeTerms(input, times, { onCpu, handOver, several })
  const likely = perToken('likely')
  terms.push({
    name: 'beyond the model',
    seconds: likely - terms.reduce((sum, { seconds }) => sum + seconds, 0),
    why: 'what measurements of such devices show on top of the parts above'
  })
  return {
    rate: { low: 1 / perToken('low'), likely: 1 / likely, high: 1 / perToken('high') },
    terms: terms.filter(({ seconds }) => seconds > 0),
    basis: basisOf(
      parts.map(({ residual }) => residual),
      input.lowBit && gpus.length > 0
    )
  }
}

const scaled = (residual: Residual, by: Rate): Residual => ({
  ...residual,
  low: residual.low * by.low,
  likely: residual.likely * by.likely,
  high: residual.high * by.high
})

const noTime: GpuTime = { weights: 0, cache: 0, unpacking: 0, launch: 0, routing: 0 }

function basisOf(residuals: readonly Residual[], lowBit: boolean): string {
  const said = [...new Set(residuals.map(({ basis }) => basis))]
  if (lowBit) said.push('few measurements below four bits')
  return said.join('; ')
}

function decodeTerms(
  input: SpeedInput,
  times: readonly GpuTime[],
  { onCpu, handOver, several }: { onCpu: number; handOver: number; several: number }
): TimeTerm[] {
  const gpus = input.gpus.filter(holdsPart)
  const sum = (cause: keyof GpuTime): number => times.reduce((seconds, time) => seconds + time[cause], 0)
  const layers = grouped(gpus.reduce((count, gpu) => count + gpu.layers, 0))
  const read = (pick: 'activeBytes' | 'cacheBytes'): Bytes => bytes(gpus.reduce((n, gpu) => n + gpu[pick], 0))
  const onGpus = times.reduce((seconds, time) => seconds + total(time), 0)
  return [
    {
      name: 'reading weights',
      seconds: sum('weights'),
      why: `${inGib(read('activeBytes'))} per token at 93 % of the bandwidth`
    },
    {
      name: 'reading the cache',
      seconds: sum('cache'),
      why: `${inGib(read('cacheBytes'))} for ${grouped(input.depthTokens)} tokens at 79 % of the bandwidth`
    },
    {
      name: 'unpacking weights',
      seconds: sum('unpacking'),
      why: '4.07 fp32 operations per quantised weight read'
    },
    { name: 'launching kernels', seconds: sum('launch'), why: `a fixed time for each of ${layers} layers` },
    { name: 'routing to experts', seconds: sum('routing'), why: `52 µs for each of ${layers} layers` },
    {
      name: 'passing between GPUs',
      seconds: onGpus / several - onGpus,
      why: `${gpus.length} GPUs in turn reach 95 % of one with all the memory`
    },
    {
      name: 'reading from RAM',
      seconds: onCpu,
      why: `${inGib(bytes(input.cpu.activeBytes + input.cpu.cacheBytes))} per token at 57 % of the RAM bandwidth`
    },
    {
      name: 'handing over to the CPU',
      seconds: handOver,
      why: `120 µs for each of ${grouped(input.cpu.layers)} layers`
    }
  ]
}
