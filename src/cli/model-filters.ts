import { type Command, Option } from 'commander'
import { enginesOf } from '../catalog/engines.ts'
import type { ModelSpec } from '../core/model/model.ts'
import { UsageError } from './usage-error.ts'

export interface FilterOptions {
  readonly publisher?: string
  readonly country?: string
  readonly license?: string
  readonly modality?: string
  readonly size?: string
  readonly active?: string
  readonly since?: string
  readonly until?: string
  readonly runsOn?: string
  readonly experts?: boolean
}

const engines = ['llama.cpp', 'Ollama', 'LM Studio', 'MLX', 'vLLM', 'SGLang'] as const

/** Options that narrow a list of models by what the catalogue says of them. All of them must hold. */
export function withFilters(command: Command): Command {
  return command
    .option('--publisher <name>', 'only models of this publisher, for example Google or mistralai')
    .option('--country <name>', 'only models from this country')
    .option('--license <name>', 'only models under this licence, for example MIT')
    .addOption(
      new Option('--modality <kind>', 'only models that take this in').choices([
        'text',
        'image',
        'audio',
        'video'
      ])
    )
    .option('--size <range>', 'only models of this many parameters, for example 7b, 4b-9b, -32b or 100b-')
    .option('--active <range>', 'the same for the parameters that a token reads')
    .option('--since <month>', 'only models released in this month or later, for example 2026 or 2026-04')
    .option('--until <month>', 'only models released in this month or earlier')
    .addOption(
      new Option('--runs-on <engine>', 'only models that this engine is known to run').choices([...engines])
    )
    .option('--experts', 'only mixtures of experts')
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9.]/g, '')

/** Whether a fact of the catalogue has the words that were typed in it. */
const says = (fact: string, typed: string): boolean => plain(fact).includes(plain(typed))

const units: Readonly<Record<string, number>> = { m: 1e6, b: 1e9, t: 1e12 }

/** `7b` in elements; a bare number is in billions. Null when it is no size. */
function sizeIn(text: string): number | null {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([mbt]?)$/.exec(text) ?? []
  return digits === undefined ? null : Number(digits) * (units[unit ?? ''] ?? 1e9)
}

/** `4b-9b` as two ends, `7b` as what rounds to it: from 6.5 to 7.5 of its unit. */
function rangeOf(option: string, typed: string): (elements: number | null) => boolean {
  const text = typed.toLowerCase().replace(/\s/g, '')
  const [from, to, more] = text.split('-')
  const ends = [from ?? '', to ?? ''].map((end) => (end === '' ? undefined : sizeIn(end)))
  if (more !== undefined || text === '-' || text === '' || ends.includes(null)) {
    throw new UsageError(
      `${option}: “${typed}” is no range of parameters. Write it as 7b, 4b-9b, -32b or 100b-.`
    )
  }
  const [least, most] = ends
  if (!text.includes('-') && least) {
    const half = 0.5 * (units[text.slice(-1)] ?? 1e9)
    return (elements) => elements !== null && Math.abs(elements - least) <= half
  }
  return (elements) => elements !== null && elements >= (least ?? 0) && elements <= (most ?? Infinity)
}

function monthOf(option: string, text: string): string {
  if (/^20\d\d(?:-(?:0[1-9]|1[0-2]))?$/.test(text)) return text
  throw new UsageError(`${option}: “${text}” is no month. Write it as 2026 or 2026-04.`)
}

/** The filters as one question about a model. Throws `UsageError` for a size or a month that cannot be read. */
export function filterOf(options: FilterOptions): (model: ModelSpec) => boolean {
  const { publisher, country, license, modality, runsOn, experts } = options
  const conditions: ((model: ModelSpec) => boolean)[] = []
  if (publisher !== undefined)
    conditions.push(
      (model) => says(model.publisher, publisher) || says(model.id.split('/')[0] ?? '', publisher)
    )
  if (country !== undefined) conditions.push((model) => says(model.country, country))
  if (license !== undefined) conditions.push((model) => says(model.license, license))
  if (modality !== undefined) conditions.push((model) => model.modality.split('+').includes(modality))
  if (options.size !== undefined) {
    const within = rangeOf('--size', options.size)
    conditions.push(({ parameters }) => within(parameters.total))
  }
  if (options.active !== undefined) {
    const within = rangeOf('--active', options.active)
    conditions.push(({ parameters }) => within(parameters.active))
  }
  if (options.since !== undefined) {
    const since = monthOf('--since', options.since)
    conditions.push(({ release }) => release >= since)
  }
  if (options.until !== undefined) {
    const until = monthOf('--until', options.until)
    conditions.push(({ release }) => release.slice(0, until.length) <= until)
  }
  if (runsOn !== undefined)
    conditions.push((model) => enginesOf(model).some(({ engine }) => engine === runsOn))
  if (experts) conditions.push(({ architecture }) => architecture?.experts !== undefined)
  return (model) => conditions.every((holds) => holds(model))
}
