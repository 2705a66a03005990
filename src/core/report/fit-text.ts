/** How wide a text is drawn, in the units of its size. The page measures with its own font; core estimates. */
export type MeasureText = (text: string, size: number, weight: number) => number

/** Advance widths in em, rounded up over Inter, Arial and DejaVu Sans, the widest usual fallback. */
function advance(character: string): number {
  if (/[iljI.,:;|'’!()[\] ·]/u.test(character)) return 0.4
  if (/[mwMW@%—]/u.test(character)) return 1
  if (/[A-Z]/u.test(character)) return 0.78
  if (/[a-z0-9/_–-]/u.test(character)) return 0.64
  return 1.05
}

/** Errs on the wide side, so that what fits by it fits in any usual font. */
export const estimateWidth: MeasureText = (text, size, weight) =>
  Array.from(text).reduce((sum, character) => sum + advance(character), 0) * size * (weight > 500 ? 1.07 : 1)

export interface FittedText {
  readonly text: string
  readonly size: number
}

interface Room {
  readonly width: number
  /** Largest size first; what does not fit at the last is cut. */
  readonly sizes: readonly number[]
  readonly weight: number
}

/** One line in a width: the largest size that holds it whole, else the smallest with its end cut off. */
export function fitLine(text: string, { width, sizes, weight }: Room, measure: MeasureText): FittedText {
  const whole = sizes.find((size) => measure(text, size, weight) <= width)
  if (whole !== undefined) return { text, size: whole }
  const size = sizes.at(-1) ?? 12
  return { text: cut(text, (part) => measure(part, size, weight) <= width), size }
}

/** Lines broken at spaces: the largest size at which at most `most` lines hold it; the last line is cut otherwise. */
export function fitLines(
  text: string,
  room: Room,
  most: number,
  measure: MeasureText
): { readonly lines: readonly string[]; readonly size: number } {
  const { sizes, weight, width } = room
  for (const size of sizes) {
    const lines = broken(text, (line) => measure(line, size, weight) <= width)
    if (lines.length <= most) return { lines, size }
  }
  const size = sizes.at(-1) ?? 12
  const fits = (line: string): boolean => measure(line, size, weight) <= width
  const lines = broken(text, fits)
  return { lines: [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(' '), fits)], size }
}

function broken(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && !fits(longer)) {
      lines.push(line)
      line = word
    } else line = longer
  }
  lines.push(line)
  return lines.map((one) => (fits(one) ? one : cut(one, fits)))
}

function cut(text: string, fits: (part: string) => boolean): string {
  const characters = Array.from(text)
  while (characters.length > 0 && !fits(`${characters.join('').trimEnd()}…`)) characters.pop()
  return `${characters.join('').trimEnd()}…`
}
