import type { SglangSettings } from '../../engine/server-settings.ts'
import { grouped } from '../../format.ts'

/** Defaults by memory of the GPU (MiB): `_handle_gpu_memory_settings`, python/sglang/srt/server_args.py. */
const byMemory = [
  { under: 20 * 1024, chunk: 2048, graphs: 8, graphsOf4: 8 },
  { under: 35 * 1024, chunk: 2048, graphs: 24, graphsOf4: 80 },
  { under: 60 * 1024, chunk: 4096, graphs: 32, graphsOf4: 160 },
  { under: 90 * 1024, chunk: 8192, graphs: 256, graphsOf4: 512 },
  { under: 160 * 1024, chunk: 8192, graphs: 256, graphsOf4: 512 },
  { under: Number.POSITIVE_INFINITY, chunk: 16_384, graphs: 512, graphsOf4: 512 }
] as const

/** From this memory on at least 10 GiB are reserved. */
const largeFrom = 61_440
const largeReserve = 10_240
/** `mem_fraction_static` where the memory is unknown. */
export const fractionWithoutMemory = 0.88

export interface SglangReserve {
  readonly memFractionStatic: number
  readonly chunkedPrefillSize: number
  readonly cudaGraphMaxBs: number
  /** How the fraction comes about. */
  readonly why: string
}

/** Steps between the sizes of prefill that graphs are captured for, up to each size. */
const captureSteps = [
  { to: 32, step: 4, from: 4 },
  { to: 256, step: 16, from: 48 },
  { to: 512, step: 32, from: 288 },
  { to: 1024, step: 64, from: 576 },
  { to: 4096, step: 256, from: 1280 },
  { to: Number.POSITIVE_INFINITY, step: 512, from: 4608 }
] as const

/** How many sizes of prefill are captured up to a chunk. */
export const capturedSizes = (chunk: number): number =>
  captureSteps.reduce(
    (sum, { from, to, step }) => sum + Math.max(0, Math.floor((Math.min(to, chunk) - from) / step) + 1),
    0
  )

/**
 * The share of memory for weights and cache, where none is given:
 *
 *   R = 512 + 1.5 x max(chunk, 2048) + 1024 x ranks / 8 + 2 x graph batch + 8 x captured sizes   (MiB)
 *   R = max(R, 10240) above 60 GiB
 *   f = round((M - R) / M, 3)
 *
 * MLA models reserve 1,536 MiB for prefill graphs. `latent`: the model has MLA; `memory` in MiB, null: unknown.
 */
export function sglangReserve(
  settings: SglangSettings,
  memory: number | null,
  latent: boolean,
  text: boolean
): SglangReserve {
  const { tensorParallel, pipelineParallel, disableCudaGraph, prefillGraphs } = settings
  const row = byMemory.find(({ under }) => (memory ?? 0) < under) ?? byMemory[0]
  const or = (value: number | 'auto', usual: number): number => (value === 'auto' ? usual : value)
  const chunk = or(settings.chunkedPrefillSize, row.chunk)
  const batch = or(settings.cudaGraphMaxBs, tensorParallel >= 4 ? row.graphsOf4 : row.graphs)
  const given = settings.memFractionStatic
  const base = { chunkedPrefillSize: chunk, cudaGraphMaxBs: batch }
  if (given !== 'auto')
    return { ...base, memFractionStatic: given, why: `memFractionStatic ${given} as asked` }
  if (memory === null) {
    return { ...base, memFractionStatic: fractionWithoutMemory, why: '0.88, as no memory is known' }
  }
  // Models with towers capture no prefill unless they are served for text alone.
  const captured = prefillGraphs && !disableCudaGraph && text
  const reserve =
    512 +
    1.5 * Math.max(chunk, 2048) +
    (1024 * tensorParallel * pipelineParallel) / 8 +
    (disableCudaGraph ? 0 : 2 * batch) +
    (captured ? (latent ? 1536 : 8 * capturedSizes(chunk)) : 0)
  const kept = memory > largeFrom ? Math.max(reserve, largeReserve) : reserve
  const fraction = Math.round(Math.max(0, (memory - kept) / memory) * 1000) / 1000
  return {
    ...base,
    memFractionStatic: fraction,
    why: `${fraction}: ${grouped(kept)} MiB of ${grouped(memory)} reserved`
  }
}
