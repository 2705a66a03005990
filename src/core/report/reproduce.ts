import { type Assessment, isLlama } from '../fit/assessment.ts'
import type { Question } from './question.ts'

/** What the files of a report are called, without their endings: after its model, where it is about one. */
export const reportName = (models: readonly { readonly slug: string }[]): string => {
  const [only, ...more] = models
  const slug = only && more.length === 0 ? only.slug.replace(/[^\w.-]+/gu, '-').slice(0, 100) : 'report'
  return `plimsoll-${slug}`
}

/**
 * The command that prints the same figures from `file`, the JSON of the report, which holds its machine; null where nothing was
 * computed or another engine's account answered.
 */
export function reproduceCommand(
  { model, quant, engine }: Assessment,
  question: Question,
  file: string
): string | null {
  if (quant === null || !isLlama(engine)) return null
  const { parallel, cacheType, ubatch, gpuLayers, cpuMoeLayers } = question
  const set = [
    ...(gpuLayers === 'auto' ? [] : [`gpuLayers=${gpuLayers}`]),
    ...(cpuMoeLayers === 'auto' ? [] : [`cpuMoeLayers=${cpuMoeLayers}`])
  ]
  return [
    ...['plimsoll', 'check', quoted(model.id), '--quant', quant],
    // What was used: beyond its limit a model was asked for all it reads.
    ...['--context', String(Math.floor(engine.contextTokens / parallel))],
    ...['--parallel', String(parallel), '--cache', cacheType, '--ubatch', String(ubatch)],
    ...(set.length === 0 ? [] : ['--set', ...set]),
    ...['--machine', file]
  ].join(' ')
}

/** For a POSIX shell; ids of the catalogue need none. */
const quoted = (text: string): string =>
  /^[\w./-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
