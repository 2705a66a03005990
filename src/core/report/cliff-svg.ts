import { type CliffFrame, cliffFrame, type CliffMark, type StagePart } from '../chart/cliff-frame.ts'
import { cliffLines } from '../chart/cliff-words.ts'
import { textWidth } from '../chart/label-places.ts'
import type { MemoryFrame } from '../chart/memory-frame.ts'
import { pixel } from '../chart/path.ts'
import type { SpeedFrame } from '../chart/speed-frame.ts'
import type { CliffSeries } from '../fit/cliff-series.ts'
import { grouped, tokens } from '../format.ts'
import { colours, ink, other, red } from './bar-svg.ts'
import { escapeHtml } from './escape-html.ts'
import { verdictColours, verdictShape } from './verdict-svg.ts'

/** The same in words, for reports without pictures. */
export { cliffLines }

const width = 640
const quiet = '#4e5966'
const hair = '#e2ddd2'
const lineOfText = 18

/**
 * The curve of a model over the context as a picture for paper: verdicts, memory and speed, and every cliff with the
 * change that moves it. It stands alone: no style sheet, no script, nothing loaded. Empty where there is no curve.
 */
export function cliffSvg(series: CliffSeries): string {
  if (series.problem !== null || series.points.length === 0) return ''
  const frame = cliffFrame(series, width)
  const pattern = `other-${series.question.model.slug}-${series.question.quant}`.replace(
    /[^a-zA-Z0-9-]/gu,
    '-'
  )
  const notes = frame.numbered ? frame.marks.map((mark, index) => noteOf(mark, index, frame.height)) : []
  const height = Math.ceil(frame.height + notes.length * lineOfText)
  const words = `Memory and speed over the context. ${cliffLines(series).join(' ')}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="Inter, system-ui, sans-serif" font-size="12">`,
    `<title>${escapeHtml(words)}</title>`,
    `<defs><pattern id="${pattern}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#f3f0e9"/><path d="M0 0v6" stroke="${other}" stroke-width="4"/></pattern></defs>`,
    ...frame.strip.parts.map((part) => stripPart(part, frame)),
    ...frame.memory.map((panel) => memory(panel, frame, pattern)),
    speed(frame.speed, frame),
    ...frame.ticks.map(({ x, context }) => text(x, frame.bottom + 17, tokens(context), 'middle', quiet)),
    ...frame.marks.map((mark, index) => markOf(mark, index, frame)),
    ...notes,
    '</svg>'
  ].join('\n')
}

type Anchor = 'start' | 'middle' | 'end'

const text = (x: number, y: number, words: string, anchor: Anchor, fill: string, weight = 400): string =>
  `<text x="${pixel(x)}" y="${pixel(y)}" text-anchor="${anchor}" fill="${fill}" font-weight="${weight}">${escapeHtml(words)}</text>`

const rule = (y: number, { left, right }: CliffFrame): string =>
  `<path d="M${pixel(left)} ${pixel(y)}H${pixel(right)}" stroke="${hair}"/>`

function stripPart({ level, word, x, width: wide }: StagePart, { strip }: CliffFrame): string {
  const middle = strip.y + strip.height / 2
  const colour = verdictColours[level]
  const shown = wide > textWidth(word, 12) + 24
  return [
    `<rect x="${pixel(x)}" y="${pixel(strip.y)}" width="${pixel(wide)}" height="${strip.height}" fill="${colour}" fill-opacity="0.1"/>`,
    `<path d="M${pixel(x)} ${pixel(strip.y)}v${strip.height}" stroke="${colour}"/>`,
    wide > 14 ? verdictShape(level, x + 9, middle) : '',
    shown ? text(x + 19, middle + 4, word, 'start', colour, 500) : ''
  ].join('')
}

function memory(panel: MemoryFrame, frame: CliffFrame, pattern: string): string {
  const { top, height, areas, line, ring, name, ticks } = panel
  return [
    text(frame.left, top - 8, `${name}, GiB`, 'start', quiet),
    ...ticks.map(({ y, gib }) => rule(y, frame) + text(frame.left - 6, y + 4, grouped(gib), 'end', quiet)),
    panel.other === '' ? '' : `<path d="${panel.other}" fill="url(#${pattern})"/>`,
    ...areas.map(({ kind, d }) => `<path d="${d}" fill="${colours[kind]}"/>`),
    rule(top + height, frame),
    line === '' ? '' : `<path d="${line}" fill="none" stroke="${red}" stroke-width="2"/>`,
    ring === null
      ? ''
      : `<circle cx="${pixel(ring.x)}" cy="${pixel(ring.y)}" r="4.5" fill="#fff" stroke="${red}" stroke-width="2"/>`
  ].join('')
}

function speed({ top, ticks, band, line, compared }: SpeedFrame, frame: CliffFrame): string {
  return [
    text(frame.left, top - 8, frame.speedTitle, 'start', quiet),
    ...ticks.map(({ y, rate }) => rule(y, frame) + text(frame.left - 6, y + 4, rateTick(rate), 'end', quiet)),
    `<path d="${band}" fill="${ink}" fill-opacity="0.1"/>`,
    compared === null
      ? ''
      : `<path d="${compared.d}" fill="none" stroke="${colours['kv-cache']}" stroke-width="1.6" stroke-dasharray="4 3"/>` +
        `<path d="M${pixel(frame.right - compared.width)} ${pixel(top - 12)}h20" stroke="${colours['kv-cache']}" stroke-width="1.6" stroke-dasharray="4 3"/>` +
        text(frame.right, top - 8, compared.name, 'end', quiet),
    `<path d="${line}" fill="none" stroke="${ink}" stroke-width="2"/>`
  ].join('')
}

/** Speeds below one token per second have ticks between whole ones. */
const rateTick = (rate: number): string =>
  Number.isInteger(rate) ? grouped(rate) : String(Number(rate.toFixed(3)))

const colourOf = ({ cliff }: CliffMark): string => (cliff.kind === 'trained-context' ? quiet : red)

function markOf(mark: CliffMark, index: number, { numbered, bottom }: CliffFrame): string {
  const { x, y, title, under, label } = mark
  const colour = colourOf(mark)
  const radius = numbered ? 8.5 : 4
  const anchor = label?.side === 'left' ? 'end' : 'start'
  const beside = label?.side === 'left' ? x - 10 : x + 10
  return [
    `<path d="M${pixel(x)} ${pixel(y + radius)}V${pixel(bottom)}" stroke="${colour}" stroke-width="1.4" stroke-dasharray="2 3"/>`,
    `<circle cx="${pixel(x)}" cy="${pixel(y)}" r="${radius}" fill="#fff" stroke="${colour}" stroke-width="1.6"/>`,
    numbered ? text(x, y + 4, String(index + 1), 'middle', ink, 600) : '',
    label === null
      ? ''
      : text(beside, y + 4, title, anchor, ink, 600) + text(beside, y + 20, under, anchor, quiet)
  ].join('')
}

function noteOf({ title, under, cliff }: CliffMark, index: number, from: number): string {
  const words = `${index + 1}  ${title}, ${grouped(cliff.contextTokens)} tokens; ${under}`
  return text(0, from + 12 + index * lineOfText, words, 'start', ink)
}
