import Fuse from 'fuse.js'

/**
 * Words of the catalogue that a mistyped word may have meant. Spelling is forgiven in letters only: a word with a
 * digit is a size or a version, and a near one is another model. The first letter must be right, where typing errors
 * are rare.
 */
export interface Spelling {
  readonly knows: (word: string) => boolean
  /** Up to three, the likeliest first; none for a known word. */
  readonly near: (word: string) => readonly string[]
  /** The one word that is meant beyond doubt: at most one letter longer or shorter, no other one as near. */
  readonly only: (word: string) => string | undefined
}

export function spellingOf(words: readonly string[]): Spelling {
  const vocabulary = new Set(words)
  const letters = [...vocabulary].filter((word) => /^[a-z]{3,}$/.test(word))
  const fuse = new Fuse(letters, { threshold: 0.4, includeScore: true })
  const search = (word: string, limit: number): ReturnType<typeof fuse.search> =>
    /^[a-z]{3,}$/.test(word) && !vocabulary.has(word)
      ? fuse.search(word, { limit }).filter(({ item }) => item.startsWith(word.charAt(0)))
      : []
  return {
    knows: (word) => vocabulary.has(word),
    near: (word) =>
      search(word, 5)
        .slice(0, 3)
        .map(({ item }) => item),
    only: (word) => {
      const like = search(word, 5).filter(({ item }) => Math.abs(item.length - word.length) <= 1)
      const [first, second] = like
      if (word.length < 4 || !first || (second && (second.score ?? 1) - (first.score ?? 0) < 0.05))
        return undefined
      return first.item
    }
  }
}
