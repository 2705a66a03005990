import type { Assessment, DeviceBill } from '../fit/assessment.ts'
import { inGib } from '../format.ts'
import { bytesOf, termKinds, totalOf } from '../memory/term.ts'
import { type Bar, barOf } from './bar.ts'
import { colours, ink, other, red } from './bar-svg.ts'
import { fitLine, type MeasureText } from './fit-text.ts'
import { joined } from './joined-bill.ts'
import { svgText } from './svg-text.ts'
import { termNames } from './names.ts'

/** More than these are drawn as one hold: the card is read at the size of a stamp. */
const mostGpus = 2

/** The holds of the card: each GPU, or all together, and RAM where something lies there. */
export function cardBills({ devices, host }: Assessment): readonly DeviceBill[] {
  const used = devices.filter(({ terms }) => totalOf(terms) > 0)
  const [first, ...rest] = used
  const gpus = first && used.length > mostGpus ? [joined([first, ...rest])] : used
  return totalOf(host.terms) > 0 ? [...gpus, host] : gpus
}

const label = ({ name, terms, loadLine, capacity }: DeviceBill): readonly [string, string] => [
  name,
  `${inGib(totalOf(terms))} of ${loadLine === null ? 'an unknown' : inGib(loadLine)} safe${capacity === null ? '' : `, ${inGib(capacity)} in all`}`
]

export interface BarPlace {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly depth: number
}

/** One hold with its name and its figures above it. */
export function cardBar(bill: DeviceBill, place: BarPlace, measure: MeasureText): string {
  const { x, y, width } = place
  const [name, figures] = label(bill)
  const right = fitLine(figures, { width: width * 0.55, sizes: [18, 16, 14], weight: 400 }, measure)
  const room = width - measure(right.text, right.size, 400) - 24
  const left = fitLine(name, { width: room, sizes: [18, 16, 14], weight: 600 }, measure)
  return [
    svgText(left.text, x, y + 12, { size: left.size, weight: 600 }),
    svgText(right.text, x + width, y + 12, { size: right.size, anchor: 'end', fill: '#4e5966' }),
    drawn(barOf(bill), { ...place, y: y + 32 })
  ].join('')
}

function drawn({ other: held, segments, end, line }: Bar, { x, y, width, depth }: BarPlace): string {
  const at = (fraction: number): string => String(Number((fraction * width).toFixed(2)))
  const from = (fraction: number): string => String(Number((x + fraction * width).toFixed(2)))
  const parts = segments.map(
    (part) =>
      `<rect x="${from(part.from)}" y="${y}" width="${at(part.width)}" height="${depth}" fill="${colours[part.kind]}"/>`
  )
  if (held !== null && held > 0)
    parts.unshift(`<rect x="${x}" y="${y}" width="${at(held)}" height="${depth}" fill="url(#card-other)"/>`)
  if (end !== null)
    parts.push(
      `<rect x="${x}" y="${y}" width="${at(end)}" height="${depth}" fill="none" stroke="${ink}" stroke-width="1.6"/>`
    )
  if (line !== null)
    parts.push(
      `<path d="M${from(line)} ${y - 8}V${y + depth + 5}" stroke="${red}" stroke-width="3"/><circle cx="${from(line)}" cy="${y - 4}" r="6.5" fill="#fff" stroke="${red}" stroke-width="3"/><path d="M${from(line)} ${y - 12}V${y + 4}" stroke="${red}" stroke-width="2.4"/>`
    )
  return parts.join('')
}

export const cardHatch = `<pattern id="card-other" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="9" height="9" fill="#f3f0e9"/><path d="M0 0v9" stroke="${other}" stroke-width="6"/></pattern>`

/** Names of the colours that are used, in one line from `x` on. */
export function cardLegend(bills: readonly DeviceBill[], x: number, y: number, measure: MeasureText): string {
  const size = 15
  const kinds = termKinds.filter((kind) => bills.some(({ terms }) => bytesOf(terms, kind) > 0))
  const entries = [
    ...kinds.map((kind) => [colours[kind], termNames[kind]] as const),
    ...(bills.some((bill) => (barOf(bill).other ?? 0) > 0)
      ? [['url(#card-other)', 'other programs'] as const]
      : []),
    ...(bills.some(({ loadLine }) => loadLine !== null) ? [[null, 'safe load line'] as const] : [])
  ]
  let left = x
  return entries
    .map(([fill, name]) => {
      const swatch =
        fill === null
          ? `<path d="M${left + 7} ${y - 13}v16" stroke="${red}" stroke-width="2.4"/><circle cx="${left + 7}" cy="${y - 6}" r="4.5" fill="none" stroke="${red}" stroke-width="2.4"/>`
          : `<rect x="${left}" y="${y - 12}" width="14" height="14" fill="${fill}"/>`
      const text = svgText(name, left + 21, y, { size, fill: '#4e5966' })
      left = Math.round(left + 21 + measure(name, size, 400) + 20)
      return swatch + text
    })
    .join('')
}
