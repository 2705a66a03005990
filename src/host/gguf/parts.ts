import { basename, dirname, join } from 'node:path'

/** A model split over several files, `name-00002-of-00005.gguf`, by `llama-gguf-split`. */
export interface SplitName {
  readonly index: number
  readonly count: number
  /** Path of part `index`, counted from 1. */
  readonly part: (index: number) => string
}

const pattern = /-(\d{5})-of-(\d{5})(\.gguf)$/iu

/** The parts that the name of a file speaks of; null for a file that stands alone. */
export function splitName(path: string): SplitName | null {
  const match = pattern.exec(path)
  if (!match) return null
  const [, index = '', count = '', ending = ''] = match
  const stem = basename(path).slice(0, -`-${index}-of-${count}${ending}`.length)
  const numbers = { index: Number(index), count: Number(count) }
  if (numbers.index < 1 || numbers.index > numbers.count) return null
  return {
    ...numbers,
    part: (at) => join(dirname(path), `${stem}-${String(at).padStart(5, '0')}-of-${count}${ending}`)
  }
}
