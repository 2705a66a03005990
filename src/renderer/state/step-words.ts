import { context, grouped } from '../../core/format.ts'
import type { Step, Undoable } from './undo.ts'

const quantWords = (quant: Undoable['quant'] | undefined): string =>
  quant === undefined || quant === 'auto' ? 'the best that fits' : quant

const layersWords = (count: number | 'auto' | undefined): string =>
  count === undefined || count === 'auto' ? 'automatic' : grouped(count)

/** One change as a sentence: `Context changed from 8,192 tokens to 32,768 tokens.` */
export function stepWords({ before, after }: Step): string {
  const parts: string[] = []
  const changed = (what: string, from: string, to: string): void => {
    parts.push(`${what} changed from ${from} to ${to}`)
  }
  if ('quant' in after) changed('quantisation', quantWords(before.quant), quantWords(after.quant))
  if (before.contextTokens !== undefined && after.contextTokens !== undefined)
    changed('context', context(before.contextTokens), context(after.contextTokens))
  if (before.parallel !== undefined && after.parallel !== undefined)
    changed('users', grouped(before.parallel), grouped(after.parallel))
  if (before.cacheType && after.cacheType) changed('cache type', before.cacheType, after.cacheType)
  const [from, to] = [before.tuning, after.tuning]
  if (from && to) {
    if (from.ubatch !== to.ubatch) changed('micro-batch', grouped(from.ubatch), context(to.ubatch))
    if (from.gpuLayers !== to.gpuLayers)
      changed('layers on the GPU', layersWords(from.gpuLayers), layersWords(to.gpuLayers))
    if (from.cpuMoeLayers !== to.cpuMoeLayers)
      changed('layers with experts in RAM', layersWords(from.cpuMoeLayers), layersWords(to.cpuMoeLayers))
  }
  if ('overrides' in after) parts.push('values of the machine changed')
  const sentence = parts.join(', ')
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
}
