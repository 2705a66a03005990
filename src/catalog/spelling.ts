import Fuse from 'fuse.js'

/**
 * Words of the catalogue that a mistyped word may have meant. Spelling is forgiven in letters only: a word with a
 * digit is a size or a version, and a near one is another model. The first letter must be right, where typing errors
 * are rare.
 */
export interface Spelling {
  readonly knows: (word: string) => boolean
  /** Up to three that are about as likely, the likeliest first; none for a known word. */
  readonly near: (word: string) => readonly string[]
  /** The one word that is meant beyond doubt: at most one letter longer or shorter, no other one as near. */
  readonly only: (word: string) => string | undefined
}

export function spellingOf(words: readonly string[]): Spelling {
  const vocabulary = new Set(words)
  // One index for each first letter: a fifth of a millisecond instead of several.
  const indexes = new Map<string, Fuse<string>>()
  const startingAs = (word: string): Fuse<string> => {
    const letter = word.charAt(0)
    const made =
      indexes.get(letter) ??
      new Fuse(
        [...vocabulary].filter((known) => known.startsWith(letter) && /^[a-z]{3,}$/.test(known)),
        { threshold: 0.4, includeScore: true }
      )
    indexes.set(letter, made)
    return made
  }
  const search = (word: string): ReturnType<Fuse<string>['search']> =>
    /^[a-z]{3,}$/.test(word) && !vocabulary.has(word) ? startingAs(word).search(word, { limit: 5 }) : []
  return {
    knows: (word) => vocabulary.has(word),
    near: (word) => {
      const found = search(word)
      const best = found[0]?.score ?? 0
      return found
        .filter(({ score = 1 }) => score <= best + 0.1)
        .slice(0, 3)
        .map(({ item }) => item)
    },
    only: (word) => {
      const like = search(word).filter(({ item }) => Math.abs(item.length - word.length) <= 1)
      const [first, second] = like
      if (word.length < 4 || !first || (second && (second.score ?? 1) - (first.score ?? 0) < 0.05))
        return undefined
      return first.item
    }
  }
}
