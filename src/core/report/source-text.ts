import type { Confidence, Known } from '../reading.ts'

/** What a source's own name does not say: the catalogue and the user need no word more. */
const kinds: Partial<Record<Confidence, string>> = { driver: 'reported by the system', derived: 'worked out' }

/** Where a value came from, for a person: `nvidia-smi (reported by the system)`, `entered by hand`. */
export function sourceText({ source, confidence }: Pick<Known<unknown>, 'source' | 'confidence'>): string {
  const kind = kinds[confidence]
  return kind === undefined ? source : `${source} (${kind})`
}
