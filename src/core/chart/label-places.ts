/** A label that hangs on a vertical line. */
export interface Label {
  /** Where its line stands. */
  readonly x: number
  /** How wide it is. */
  readonly width: number
}

/** Where it stands: in which row from the top, and to which side of its line. */
export interface LabelPlace {
  readonly row: number
  readonly side: 'right' | 'left'
}

/** Space between two labels of a row, in pixels. */
const gap = 12
/** Lines nearer than this to an edge of a label are its own: two cliffs at one context share a line. */
const own = 4

/**
 * Rows and sides so that no label covers another or the line of one above it, in as few rows as can be, to the right
 * of the line where there is a choice. Null where more than `rows` would be needed: then numbers have to do.
 *
 * Labels are few (a curve has at most six cliffs), so every arrangement is looked at, cut where two clash.
 */
export function placeLabels(
  labels: readonly Label[],
  { left, right, rows }: { readonly left: number; readonly right: number; readonly rows: number }
): readonly LabelPlace[] | null {
  for (let most = 1; most <= rows; most++) {
    const found = arranged(labels, { left, right, rows: most }, [])
    if (found) return found
  }
  return null
}

function arranged(
  labels: readonly Label[],
  bounds: { readonly left: number; readonly right: number; readonly rows: number },
  placed: readonly LabelPlace[]
): readonly LabelPlace[] | null {
  const label = labels[placed.length]
  if (!label) return placed
  for (const side of ['right', 'left'] as const) {
    const [from, to] = extent(label, side)
    if (from < bounds.left || to > bounds.right) continue
    for (let row = 0; row < bounds.rows; row++) {
      const place = { row, side }
      const clash = placed.some((other, index) => {
        const before = labels[index]
        return before !== undefined && clashes(before, other, label, place)
      })
      const found = clash ? null : arranged(labels, bounds, [...placed, place])
      if (found) return found
    }
  }
  return null
}

/** The pixels a label takes in its row. */
export const extent = ({ x, width }: Label, side: LabelPlace['side']): readonly [number, number] =>
  side === 'right' ? [x, x + width] : [x - width, x]

function clashes(a: Label, aAt: LabelPlace, b: Label, bAt: LabelPlace): boolean {
  const [aFrom, aTo] = extent(a, aAt.side)
  const [bFrom, bTo] = extent(b, bAt.side)
  if (aAt.row === bAt.row) return aFrom < bTo + gap && bFrom < aTo + gap
  return aAt.row < bAt.row ? covers(bFrom, bTo, a.x) : covers(aFrom, aTo, b.x)
}

const covers = (from: number, to: number, x: number): boolean => x > from + own && x < to - own

/** Rows for rings of one width, so that none covers another. */
export function ringRows(xs: readonly number[], width: number): readonly number[] {
  const ends: number[] = []
  return xs.map((x) => {
    const free = ends.findIndex((end) => x - end >= width)
    const row = free === -1 ? ends.length : free
    ends[row] = x
    return row
  })
}

/** How wide a text is in Inter, in pixels, rather more than less: there is nothing to measure with where this runs. */
export function textWidth(text: string, size: number): number {
  let width = 0
  for (const letter of text) {
    width += /[0-9A-Z+_%]/u.test(letter) ? 0.68 : /[ .,:;'ijlft()|]/u.test(letter) ? 0.34 : 0.59
  }
  return width * size
}
