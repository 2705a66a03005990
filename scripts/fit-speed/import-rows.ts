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
        ramBandwidthGBs: row.ram_bandwidth_gb_s ?? null,
        sockets: /\b(?:two|dual)\b/i.test(`${row.device} ${host(row.note ?? '')}`) ? 2 : 1,
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
