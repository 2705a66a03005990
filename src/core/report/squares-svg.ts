import { parameterCount } from '../format.ts'
import { ink } from './bar-svg.ts'
import { escapeHtml } from './escape-html.ts'

/** Above this share a token reads practically everything: the router and the embedding make up the rest. */
const denseFrom = 0.97

/** `30.5B held, 3.35B read per token`. */
export const squaresWords = (total: number, active: number): string =>
  active / total > denseFrom
    ? `${parameterCount(total)} parameters, all read for every token`
    : `${parameterCount(total)} parameters held, ${parameterCount(active)} read per token`

/** Two areas to scale: the inner square is to the outer as the parameters read per token are to those held. */
export function squaresShapes(total: number, active: number, x: number, y: number, side: number): string {
  const inner = Number((side * Math.sqrt(Math.min(1, active / total))).toFixed(2))
  const top = Number((y + side - inner).toFixed(2))
  return `<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="#d5e0e8"/><rect x="${x}" y="${top}" width="${inner}" height="${inner}" fill="${ink}"/>`
}

export function squaresToSvg(total: number, active: number): string {
  const words = escapeHtml(squaresWords(total, active))
  return `<figure class="squares"><svg viewBox="0 0 64 64" width="64" height="64" role="img"><title>${words}</title>${squaresShapes(total, active, 0, 0, 64)}</svg><figcaption>${words}</figcaption></figure>`
}
