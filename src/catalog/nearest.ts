/** Pairs of neighbouring letters, spaces at word borders included. */
function pairs(text: string): ReadonlySet<string> {
  const padded = ` ${text
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, ' ')
    .trim()} `
  return new Set(Array.from({ length: padded.length - 1 }, (_, at) => padded.slice(at, at + 2)))
}

/**
 * Up to three entries whose names look like `text`, best first: what an error offers when nothing was found. A guess
 * for a person to choose from, never used as an answer.
 *
 * Likeness is mostly the share of the text's letter pairs that a name has, |A and B| / |A|, so that a short text finds
 * a long name, and partly Dice's coefficient, 2 |A and B| / (|A| + |B|), so that the shorter of two names wins.
 */
export function nearest<T>(
  text: string,
  entries: readonly T[],
  namesOf: (entry: T) => readonly string[]
): T[] {
  const wanted = pairs(text.slice(0, 100))
  const likeness = (name: string): number => {
    const has = pairs(name)
    const shared = [...wanted].filter((pair) => has.has(pair)).length
    return (0.7 * shared) / wanted.size + (0.6 * shared) / (wanted.size + has.size)
  }
  return entries
    .map((entry) => ({ entry, score: Math.max(...namesOf(entry).map(likeness)) }))
    .filter(({ score }) => score >= 0.5)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ entry }) => entry)
}
