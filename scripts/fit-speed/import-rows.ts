import { z } from 'zod'
import type { MeasuredRow } from './row.ts'

const text = z.string().nullish()
const number = z.number().nullish()
const shared = z.array(
  z.object({
    device: z.string(),
    device_memory_gib: number,
    device_count: z.number(),
    backend: z.string(),
    engine: text,
    model: z.string(),
    model_label: z.string(),
    quant: text,
    model_size_gib: number,
    model_size_estimated: z.boolean(),
    offload: z.string(),
    cpu_expert_fraction: number,
    ram_bandwidth_gb_s: number,
    depth: z.number(),
    batch: z.number(),
    flash_attention: z.boolean().nullish(),
    speculative: z.boolean(),
    test: z.string(),
    tokens_per_second: z.number(),
    source: z.string(),
    date: z.string(),
    quality: z.enum(['A', 'B', 'C']),
    note: text
  })
)

/** llama-bench calls two models by their architecture. */
const byLabel: Readonly<Record<string, string>> = {
  'deepseek2 30B.A3B Q8_0': 'zai-org/GLM-4.7-Flash'
}

const cell = (value: string): string => value.replace(/\s+/g, ' ').trim()

/** What a note says of the host: `host: dual EPYC 9355`. */
const host = (note: string): string => /host: (.*)/.exec(note)?.[1] ?? ''

/**
 * Sources that state a micro-batch of 2048, which the list does not carry: the benches of llama.cpp (its
 * `bench-models.sh`, pull request 16894), the gpt-oss guide (discussion 15396, `-ub 2048 -b 2048`), and the deep runs
 * of the two toolboxes on ROCm (`benchmark/run_benchmarks.sh`: `-ub 2048`, on Vulkan `-ub 512`).
 */
function ubatchOf({ source, backend, depth }: z.infer<typeof shared>[number]): number {
  if (/llama\.cpp\/(?:blob\/master\/benches\/|discussions\/15396)/.test(source)) return 2048
  return /kyuz0\/amd-\S+-toolboxes/.test(source) && backend === 'rocm' && depth > 0 ? 2048 : 512
}

/** A share of what the memory could do that a benchmark of it reaches: 225 of 307 GB/s (Threadripper PRO 7965WX). */
const reachedShare = 0.73

/**
 * Bandwidth of the memory of one processor as its data sheet has it: a process reaches that of one socket, and a figure
 * that a benchmark of the memory measured (mlc) is brought back to what the modules could do.
 */
function ramOf(row: z.infer<typeof shared>[number]): number | null {
  const stated = row.ram_bandwidth_gb_s
  if (stated === null || stated === undefined) return null
  const text = `${row.device} ${row.note ?? ''}`
  const ofOne = socketsOf(row) > 1 && /\bin all\b/.test(text) ? stated / 2 : stated
  const measured = Number(/mlc (\d+) GiB\/s/.exec(text)?.[1]) * 1.073741824
  return Math.round(measured) === Math.round(stated) ? Math.round(ofOne / reachedShare) : ofOne
}

const socketsOf = (row: z.infer<typeof shared>[number]): number =>
  /\b(?:two|dual)\b/i.test(`${row.device} ${host(row.note ?? '')}`) ? 2 : 1

/** Whether a row of quality B serves: offloaded, several GPUs, or another engine. Chat timings of llama.cpp do not. */
function serves(row: z.infer<typeof shared>[number]): boolean {
  if (row.quality === 'A') return true
  const other = /vllm|mlx|sglang|exllama/i.test(`${row.engine ?? ''} ${row.backend} ${row.quant ?? ''}`)
  const host = row.ram_bandwidth_gb_s !== null && row.ram_bandwidth_gb_s !== undefined
  return other || host || row.device_count > 1
}

/**
 * Rows of a benchmark list that the fit uses. Left out: quality C (doubtful, reasons in the list), speculative runs,
 * batches of several requests, and what quality B adds to a class that quality A covers.
 */
export function importRows(data: unknown): MeasuredRow[] {
  return shared.parse(data).flatMap((row): MeasuredRow[] => {
    const several = /simultaneous|concurrent|aggregate/i.test(row.note ?? '')
    if (row.quality === 'C' || row.speculative || row.batch !== 1 || several || !serves(row)) return []
    return [
      {
        device: cell(row.device),
        memoryGib: row.device_memory_gib ?? null,
        count: row.device_count,
        backend: row.backend,
        engine: cell(row.engine ?? ''),
        model: byLabel[row.model] ?? cell(row.model),
        quant: cell(row.quant ?? ''),
        sizeGib: row.model_size_estimated ? null : (row.model_size_gib ?? null),
        offload: cell(row.offload),
        cpuExpertFraction: row.cpu_expert_fraction ?? null,
        ramBandwidthGBs: ramOf(row),
        sockets: socketsOf(row),
        flashAttention: row.flash_attention ?? null,
        ubatch: ubatchOf(row),
        depth: row.depth,
        test: cell(row.test),
        tokensPerSecond: row.tokens_per_second,
        source: cell(row.source),
        date: row.date,
        quality: row.quality
      }
    ]
  })
}
