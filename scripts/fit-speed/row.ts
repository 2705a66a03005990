/** One published measurement, as `resources/speed/measurements.tsv` holds it. */
export interface MeasuredRow {
  readonly device: string
  readonly memoryGib: number | null
  readonly count: number
  readonly backend: string
  readonly engine: string
  readonly model: string
  readonly quant: string
  /** Of the file that was run; null where it was estimated from the name of the type. */
  readonly sizeGib: number | null
  readonly offload: string
  readonly cpuExpertFraction: number | null
  readonly ramBandwidthGBs: number | null
  /** Processors that share the stated RAM bandwidth: one process does not reach the memory of both. */
  readonly sockets: number
  /** Whether the run had flash attention; null where nobody says. */
  readonly flashAttention: boolean | null
  /** Micro-batch of the run, tokens; llama.cpp's own 512 where nobody says. */
  readonly ubatch: number
  readonly depth: number
  readonly test: string
  readonly tokensPerSecond: number
  readonly source: string
  readonly date: string
  /** A: llama-bench style, depth and size stated; B: chat or server timing, or something assumed. C is left out. */
  readonly quality: 'A' | 'B'
}

const columns: readonly (keyof MeasuredRow)[] = [
  'device',
  'memoryGib',
  'count',
  'backend',
  'engine',
  'model',
  'quant',
  'sizeGib',
  'offload',
  'cpuExpertFraction',
  'ramBandwidthGBs',
  'sockets',
  'flashAttention',
  'ubatch',
  'depth',
  'test',
  'tokensPerSecond',
  'source',
  'date',
  'quality'
]

const optional = (text: string): number | null => (text === '' ? null : Number(text))

export function rowsToText(rows: readonly MeasuredRow[]): string {
  const lines = rows.map((row) => columns.map((column) => String(row[column] ?? '')).join('\t'))
  return `${[columns.join('\t'), ...lines].join('\n')}\n`
}

export function rowsFromText(text: string): MeasuredRow[] {
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line): MeasuredRow => {
      const cells = line.split('\t')
      const cell = (name: keyof MeasuredRow): string => cells[columns.indexOf(name)] ?? ''
      return {
        device: cell('device'),
        memoryGib: optional(cell('memoryGib')),
        count: Number(cell('count')),
        backend: cell('backend'),
        engine: cell('engine'),
        model: cell('model'),
        quant: cell('quant'),
        sizeGib: optional(cell('sizeGib')),
        offload: cell('offload'),
        cpuExpertFraction: optional(cell('cpuExpertFraction')),
        ramBandwidthGBs: optional(cell('ramBandwidthGBs')),
        sockets: Number(cell('sockets')),
        flashAttention: cell('flashAttention') === '' ? null : cell('flashAttention') === 'true',
        ubatch: Number(cell('ubatch')),
        depth: Number(cell('depth')),
        test: cell('test'),
        tokensPerSecond: Number(cell('tokensPerSecond')),
        source: cell('source'),
        date: cell('date'),
        quality: cell('quality') === 'A' ? 'A' : 'B'
      }
    })
}

/** Before pull request 7676 (June 2024) llama.cpp's CUDA made 16-bit weights of packed ones for a library to multiply. */
export const dequantised = ({ backend, date }: MeasuredRow): boolean => backend === 'cuda' && date < '2024-06'

export const isPrefill = ({ test }: MeasuredRow): boolean => !test.startsWith('tg')
/** `pp2048` reads 2048 tokens; server timings do not say. */
export const promptOf = ({ test }: MeasuredRow): number => Number(/\d+/.exec(test)?.[0] ?? 512)
export const isResident = ({ offload }: MeasuredRow): boolean => offload === 'all layers on the accelerator'
