import { type Assessment, isLlama } from '../fit/assessment.ts'
import type { Question } from './question.ts'

/** The name that the command below gives the JSON of the report. */
export const reproduceFrom = 'plimsoll-report.json'

/**
 * The command that prints the same figures from the JSON of the report, its machine included; null where nothing was
 * computed or another engine's account answered.
 */
export function reproduceCommand({ model, quant, engine }: Assessment, question: Question): string | null {
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
    ...['--machine', reproduceFrom]
  ].join(' ')
}

/** For a POSIX shell; ids of the catalogue need none. */
const quoted = (text: string): string =>
  /^[\w./-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
