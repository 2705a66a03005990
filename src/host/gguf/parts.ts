import { basename, dirname, join } from 'node:path'
import { splitFile } from '../../core/model/gguf/split-file.ts'

/** A model split over several files in one folder. */
export interface SplitName {
  readonly index: number
  readonly count: number
  /** Path of part `index`, counted from 1. */
  readonly part: (index: number) => string
}

/** The parts that the name of a file speaks of; null for a file that stands alone. */
export function splitName(path: string): SplitName | null {
  const split = splitFile(basename(path))
  if (!split) return null
  const { index, count, part } = split
  return { index, count, part: (at) => join(dirname(path), part(at)) }
}
