/** The share of a file that is on the disk, in whole percent; null for a whole one. Both in bytes. */
export const percentHere = (here: number, whole: number): number | null =>
  here >= whole ? null : Math.floor((here / whole) * 100)

/** `12 %`, `less than 1 %`. */
export const percentWords = (percent: number): string => `${percent < 1 ? 'less than 1' : percent} %`

/** What was found of a model on the disk, before its whole header is read. */
interface Found {
  readonly format: 'gguf' | 'safetensors'
  /** Why its file cannot be read as a model. */
  readonly fault: string | null
  /** Names of the parts of a split model that are not there. */
  readonly missing: readonly string[]
}

/** Whether the whole header would tell more: of a GGUF file that is well so far and has all its parts. */
export const canBeRead = ({ format, fault, missing }: Found): boolean =>
  format === 'gguf' && fault === null && missing.length === 0

/** A sentence about a file that begins with its path, where the path stands beside it already. */
export function withoutPath(sentence: string, path: string): string {
  const named = `“${path}”: `
  return sentence.startsWith(named) ? sentence.slice(named.length) : sentence
}
