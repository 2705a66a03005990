import { type TermKind, termKinds } from '../memory/term.ts'
import type { Bar } from './bar.ts'
import { escapeHtml } from './escape-html.ts'
import { termNames } from './names.ts'

/** The colours of the window on white paper; the red is spent on the load line alone. */
export const colours: Record<TermKind, string> = {
  weights: '#2f6690',
  'kv-cache': '#2f8f83',
  'compute-buffer': '#c98f22',
  runtime: '#7d8791'
}
export const red = '#c8432b'
export const ink = '#1b2430'
export const other = '#b9b1a1'

const width = 640
const height = 46
const top = 12
const depth = 26

/** Three decimals: enough for paper, and the same on every machine. */
const at = (fraction: number): string => String(Number((fraction * width).toFixed(3)))

/** The hatching that stands for other programs, defined once for all bars. */
export const hatch = `<svg width="0" height="0" aria-hidden="true"><defs><pattern id="other" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#f3f0e9"/><path d="M0 0v6" stroke="${other}" stroke-width="4"/></pattern></defs></svg>`

export const seal = `<svg width="34" height="34" viewBox="0 0 26 26" aria-hidden="true"><circle cx="13" cy="13" r="8.5" fill="none" stroke="${red}" stroke-width="2.4"/><path d="M1 13h24" stroke="${red}" stroke-width="2.4"/></svg>`

/** The holds of one model, each with its name, and the legend of the colours. */
export function barsToSvg(bars: readonly Bar[]): string {
  return `<div class="holds">
${bars.map((bar) => `<figure><figcaption>${escapeHtml(bar.words)}</figcaption>${barToSvg(bar)}</figure>`).join('\n')}
${legend(bars)}
</div>`
}

export function barToSvg({ words, other: held, segments, end, line }: Bar): string {
  const parts = segments.map(
    ({ kind, from, width: size }) =>
      `<rect x="${at(from)}" y="${top}" width="${at(size)}" height="${depth}" fill="${colours[kind]}"/>`
  )
  if (held !== null && held > 0) {
    parts.unshift(`<rect x="0" y="${top}" width="${at(held)}" height="${depth}" fill="url(#other)"/>`)
  }
  if (end !== null) {
    parts.push(
      `<rect x="0" y="${top}" width="${at(end)}" height="${depth}" fill="none" stroke="${ink}" stroke-width="1.2"/>`
    )
  }
  if (line !== null) parts.push(loadLine(at(line)))
  return `<svg viewBox="-8 0 ${width + 16} ${height}" width="${width + 16}" height="${height}" role="img"><title>${escapeHtml(words)}</title>${parts.join('')}</svg>`
}

/** The mark turned upright: a ring crossed by the line that says how deep. */
const loadLine = (x: string): string =>
  `<path d="M${x} 1V${height - 2}" stroke="${red}" stroke-width="2"/><circle cx="${x}" cy="7" r="4.5" fill="none" stroke="${red}" stroke-width="2"/>`

function legend(bars: readonly Bar[]): string {
  const swatch = (fill: string, name: string): string =>
    `<li><svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" fill="${fill}"/></svg> ${name}</li>`
  const used = termKinds.filter((kind) =>
    bars.some(({ segments }) => segments.some((part) => part.kind === kind))
  )
  return `<ul class="legend">
${[
  ...used.map((kind) => swatch(colours[kind], termNames[kind])),
  ...(bars.some((bar) => (bar.other ?? 0) > 0) ? [swatch('url(#other)', 'other programs')] : []),
  ...(bars.some((bar) => bar.line !== null)
    ? [
        `<li><svg width="12" height="14" aria-hidden="true"><path d="M6 0v14" stroke="${red}" stroke-width="2"/><circle cx="6" cy="6" r="4" fill="none" stroke="${red}" stroke-width="2"/></svg> load line</li>`
      ]
    : [])
].join('\n')}
</ul>`
}
