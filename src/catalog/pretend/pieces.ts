/** One thing a sentence names: `2x 3090 24gb` is two of `3090` with one size; a size alone has no name. */
export interface Piece {
  readonly count: number
  readonly name: string
  /** GiB, in the order they were typed. */
  readonly sizes: readonly number[]
  /** Called a card: its size is that of a card, not of RAM. */
  readonly isCard: boolean
}

const size = /(?<![\w.])(\d+(?:\.\d+)?)gb\b/g
/** The plus of `max+` belongs to the name; between words it joins. */
const held = '\u0001'

function pieceOf(text: string): Piece {
  const before = /^(\d{1,2})x\s/.exec(text)
  const after = /\sx\s*(\d{1,2})$/.exec(text)
  const rest = text.replace(before?.[0] ?? '', ' ').replace(after?.[0] ?? '', ' ')
  return {
    count: Number(before?.[1] ?? after?.[1] ?? 1),
    name: rest
      .replace(size, ' ')
      .replace(/\b(?:cards?|gpus?|of|in|at|only|cpu)\b|[^a-z0-9.+ -]/g, ' ')
      .replace(/\s+/g, ' ')
      .replace(/^[\s.+-]+|[\s.-]+$/g, ''),
    sizes: [...rest.matchAll(size)].map((match) => Number(match[1])),
    isCard: /\b(?:card|gpu)s?\b/.test(rest)
  }
}

/** Cuts plain words into what they name: at commas and joining words, and before every count. */
export const piecesOf = (plain: string): readonly Piece[] =>
  plain
    .replace(/(?<=[a-z])\+/g, held)
    .split(/[,;+&]|\b(?:and|plus|with)\b|(?<=\s)(?=\d{1,2}x\s)/)
    .map((text) => text.replaceAll(held, '+').trim())
    .filter((text) => text !== '')
    .map(pieceOf)
    .filter(({ name, sizes, isCard, count }) => name !== '' || sizes.length > 0 || isCard || count > 1)
