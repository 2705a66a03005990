import type { VerdictLevel } from '../fit/verdict.ts'

/** The colours of the verdicts on white paper. */
export const verdictColours: Readonly<Record<VerdictLevel, string>> = {
  fits: '#22694d',
  'fits-with-offload': '#855400',
  'cpu-only': '#446289',
  'does-not-fit': '#a8341f',
  unknown: '#4e5966',
  'not-obtainable': '#4e5966',
  'layout-only': '#4e5966'
}

/** The shape of a verdict around a point: full disc, half disc, ring, cross; an open square for what has no verdict. */
export function verdictShape(level: VerdictLevel, x: number, y: number): string {
  const colour = verdictColours[level]
  const ring = `<circle cx="${x}" cy="${y}" r="4" fill="none" stroke="${colour}" stroke-width="1.4"/>`
  switch (level) {
    case 'fits':
      return `<circle cx="${x}" cy="${y}" r="4.6" fill="${colour}"/>`
    case 'fits-with-offload':
      return `${ring}<path d="M${x} ${y - 4}a4 4 0 0 0 0 8z" fill="${colour}"/>`
    case 'cpu-only':
      return ring
    case 'does-not-fit':
      return `<path d="M${x - 3.4} ${y - 3.4}l6.8 6.8m0 -6.8l-6.8 6.8" stroke="${colour}" stroke-width="1.6"/>`
    default:
      return `<rect x="${x - 4}" y="${y - 4}" width="8" height="8" fill="none" stroke="${colour}" stroke-width="1.4"/>`
  }
}
