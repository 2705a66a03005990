import { type Assessment, cacheTypeOf, type DeviceBill, isLlama } from '../fit/assessment.ts'
import { bytesOf, totalOf } from '../memory/term.ts'
import { formulaVersion, version } from '../version.ts'
import type { Report } from './report.ts'

/** A cell: null is unknown and says so, an empty text is what does not apply. */
type Cell = string | number | null

interface Line {
  readonly assessment: Assessment
  readonly bill: DeviceBill | null
}

const columns: readonly (readonly [name: string, cell: (line: Line, report: Report) => Cell])[] = [
  ['machine', (_, { source }) => source.machine.name],
  ['model', ({ assessment: { model } }) => model.id],
  ['name', ({ assessment: { model } }) => model.name],
  ['parameters_total', ({ assessment: { parameters } }) => parameters.total],
  ['parameters_active', ({ assessment: { parameters } }) => parameters.active],
  ['verdict', ({ assessment: { verdict } }) => verdict.level],
  ['sentence', ({ assessment: { verdict } }) => verdict.sentence],
  ['file_type', ({ assessment: { quant } }) => quant ?? ''],
  ['weights_bytes', (line) => computed(line, line.assessment.weightsBytes)],
  ['file_bytes', (line) => computed(line, line.assessment.fileBytes)],
  ['context_tokens', (line) => computed(line, line.assessment.engine.contextTokens)],
  ['cache_type', (line) => computed(line, cacheTypeOf(line.assessment.engine))],
  ['parallel', (line) => computed(line, line.assessment.engine.parallel)],
  ['micro_batch', (line) => llama(line, 'ubatch')],
  ['gpu_layers', (line) => llama(line, 'gpuLayers')],
  ['cpu_moe_layers', (line) => llama(line, 'cpuMoeLayers')],
  ['longest_context', (line) => computed(line, line.assessment.largestContext)],
  ['device_kind', ({ bill }) => bill?.kind ?? ''],
  ['device', ({ bill }) => bill?.name ?? ''],
  ['device_weights_bytes', ({ bill }) => (bill ? bytesOf(bill.terms, 'weights') : '')],
  ['device_kv_cache_bytes', ({ bill }) => (bill ? bytesOf(bill.terms, 'kv-cache') : '')],
  ['device_compute_bytes', ({ bill }) => (bill ? bytesOf(bill.terms, 'compute-buffer') : '')],
  ['device_runtime_bytes', ({ bill }) => (bill ? bytesOf(bill.terms, 'runtime') : '')],
  ['device_sum_bytes', ({ bill }) => (bill ? totalOf(bill.terms) : '')],
  ['device_capacity_bytes', ({ bill }) => (bill ? bill.capacity : '')],
  ['device_free_bytes', ({ bill }) => (bill ? bill.free : '')],
  ['device_load_line_bytes', ({ bill }) => (bill ? bill.loadLine : '')],
  ['decode_tokens_per_second', (line) => computed(line, decode(line, 'likely'))],
  ['decode_low', (line) => computed(line, decode(line, 'low'))],
  ['decode_high', (line) => computed(line, decode(line, 'high'))],
  ['prefill_tokens_per_second', (line) => computed(line, prefill(line))],
  ['command', ({ assessment: { command } }) => command ?? ''],
  ['generated_at', (_, { source }) => source.generatedAt],
  ['plimsoll_version', () => version],
  ['formula_version', () => formulaVersion],
  ['catalog_version', (_, { source }) => source.catalogVersion]
]

const computed = ({ assessment }: Line, cell: Cell): Cell => (assessment.quant === null ? '' : cell)

/** A setting that llama.cpp alone has. */
const llama = (line: Line, setting: 'ubatch' | 'gpuLayers' | 'cpuMoeLayers'): Cell => {
  const { engine } = line.assessment
  return computed(line, isLlama(engine) ? engine[setting] : '')
}

const decode = ({ assessment: { speed } }: Line, end: 'low' | 'likely' | 'high'): number | null =>
  speed.known ? speed.decode[end] : null

const prefill = ({ assessment: { speed } }: Line): number | null =>
  speed.known && speed.prefill !== null ? speed.prefill.likely : null

/**
 * One row per model and device, RAM included; one row for a model that nothing is computed for. The selected models
 * come first and stand once. RFC 4180, sizes in bytes. Written here because the typings of csv-stringify bring all of
 * Node's globals into core, which is kept free of them.
 */
export function toCsv(report: Report): string {
  const { selected, list } = report.source
  const chosen = new Set(selected.map(({ model }) => model.id))
  const rows = [...selected, ...list.filter(({ model }) => !chosen.has(model.id))].flatMap(linesOf)
  const lines = [
    columns.map(([name]) => name).join(','),
    ...rows.map((row) => columns.map(([, cell]) => csvCell(cell(row, report))).join(','))
  ]
  return `${lines.join('\r\n')}\r\n`
}

const linesOf = (assessment: Assessment): Line[] =>
  assessment.quant === null
    ? [{ assessment, bill: null }]
    : [...assessment.devices, assessment.host].map((bill) => ({ assessment, bill }))

/**
 * Quoted where RFC 4180 asks for it. A text that a spreadsheet would run as a formula, full-width signs included, is led by an apostrophe
 * (OWASP, CSV injection); numbers are left as numbers.
 */
export function csvCell(cell: Cell): string {
  if (cell === null) return 'unknown'
  if (typeof cell === 'number') return String(cell)
  const text = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
