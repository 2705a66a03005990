/** What the name of one file of a split model says, `name-00002-of-00005.gguf` (`llama-gguf-split`). */
export interface SplitFile {
  /** `name` */
  readonly stem: string
  /** From 1. */
  readonly index: number
  readonly count: number
  /** The name of part `index`, counted from 1. */
  readonly part: (index: number) => string
}

const pattern = /^(.*)-(\d{5})-of-(\d{5})(\.gguf)$/iu

/** The parts that a file's name (without its folder) speaks of; null for a file that stands alone. */
export function splitFile(name: string): SplitFile | null {
  const match = pattern.exec(name)
  if (!match) return null
  const [, stem = '', index = '', count = '', ending = ''] = match
  const numbers = { index: Number(index), count: Number(count) }
  if (numbers.index < 1 || numbers.index > numbers.count) return null
  return {
    stem,
    ...numbers,
    part: (at) => `${stem}-${String(at).padStart(5, '0')}-of-${count}${ending}`
  }
}
