import { ink } from './bar-svg.ts'
import { escapeHtml } from './escape-html.ts'

export interface TextStyle {
  readonly size: number
  readonly weight?: number
  readonly fill?: string
  readonly anchor?: 'start' | 'end'
}

/** One line of text, its baseline at `y`. XML escapes what HTML does. */
export const svgText = (
  text: string,
  x: number,
  y: number,
  { size, weight = 400, fill = ink, anchor = 'start' }: TextStyle
): string =>
  `<text x="${Number(x.toFixed(2))}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}"${anchor === 'end' ? ' text-anchor="end"' : ''}>${escapeHtml(text)}</text>`
