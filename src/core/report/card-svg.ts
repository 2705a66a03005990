import { type Assessment, cacheTypeOf } from '../fit/assessment.ts'
import { perRequest } from '../fit/context-limit.ts'
import { runs, type VerdictLevel } from '../fit/verdict.ts'
import { context, grouped, inGib, rate, rateRange, tokens } from '../format.ts'
import type { Machine } from '../machine/machine.ts'
import { valueOf } from '../reading.ts'
import { formulaVersion, version } from '../version.ts'
import { red } from './bar-svg.ts'
import { cardBar, cardBills, cardHatch, cardLegend } from './card-bars.ts'
import { escapeHtml } from './escape-html.ts'
import { estimateWidth, fitLine, fitLines, type MeasureText } from './fit-text.ts'
import { squaresShapes, squaresWords } from './squares-svg.ts'
import { svgText } from './svg-text.ts'

/** What networks show of a link without cutting it. */
export const cardSize = { width: 1200, height: 630 } as const

const left = 64
const width = cardSize.width - 2 * left
const right = left + width
const quiet = '#4e5966'
const hair = '#e2ddd2'

/** The colours of `tokens.css` on white. */
const verdictColours: Record<VerdictLevel, string> = {
  fits: '#22694d',
  'fits-with-offload': '#855400',
  'cpu-only': '#446289',
  'does-not-fit': '#a8341f',
  unknown: quiet,
  'not-obtainable': quiet,
  'layout-only': quiet
}

export interface CardSource {
  readonly assessment: Assessment
  readonly machine: Machine
  readonly catalogVersion: string
}

/** What the picture says, for those who do not see it. */
export const cardWords = ({ assessment, machine }: CardSource): string =>
  `${assessment.model.name} on ${hardware(machine)}: ${assessment.verdict.sentence}`

/**
 * One answer as a picture to post, 1200 x 630: the report's first page on white. Pure: where texts are set in another
 * font than the estimate is for, `measure` gives their widths.
 */
export function cardSvg(source: CardSource, measure: MeasureText = estimateWidth): string {
  const { assessment, machine } = source
  const { model, verdict } = assessment
  const colour = verdictColours[verdict.level]
  const name = fitLine(model.name, { width, sizes: [50, 46, 42, 38, 34, 30], weight: 650 }, measure)
  const on = fitLine(`on ${hardware(machine)}`, { width, sizes: [24, 22, 20, 18, 16], weight: 400 }, measure)
  const sentence = sentenceLines(verdict.sentence, measure)
  const under = 232 + sentence.lines.length * (sentence.size + 8)
  const bills = cardBills(assessment)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630" width="1200" height="630" role="img" font-family="Inter, 'Inter Variable', system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif">`,
    `<title>${escapeHtml(cardWords(source))}</title>`,
    `<defs>${cardHatch}</defs>`,
    '<rect width="1200" height="630" fill="#fff"/>',
    `<circle cx="84" cy="66" r="14" fill="none" stroke="${red}" stroke-width="4"/><path d="M62 66h44" stroke="${red}" stroke-width="4"/>`,
    svgText('Plimsoll', 120, 74, { size: 22, weight: 650 }),
    svgText(verdict.word, right, 74, { size: 22, weight: 600, fill: colour, anchor: 'end' }),
    verdictShape(verdict.level, right - measure(verdict.word, 22, 600) - 30, 56, colour),
    svgText(name.text, left, 152, { size: name.size, weight: 650 }),
    svgText(on.text, left, 190, { size: on.size, fill: quiet }),
    ...sentence.lines.map((line, at) =>
      svgText(line, left, 232 + Math.round((at + 0.62) * (sentence.size + 8)), {
        size: sentence.size,
        weight: 500
      })
    ),
    ...holds(bills, under, measure),
    ...figures(assessment, measure),
    ...foot(source, measure),
    '</svg>'
  ].join('\n')
}

/** On one line where that is still large, else on two: a last word alone on the second reads badly. */
function sentenceLines(text: string, measure: MeasureText): ReturnType<typeof fitLines> {
  const large = [30, 28, 26].find((size) => measure(text, size, 500) <= width)
  if (large !== undefined) return { lines: [text], size: large }
  return fitLines(text, { width, sizes: [28, 25, 22, 20], weight: 500 }, 2, measure)
}

/** Up to three holds between the sentence and the figures. */
function holds(bills: ReturnType<typeof cardBills>, from: number, measure: MeasureText): string[] {
  if (bills.length === 0) return []
  const to = 468
  const each = Math.min(84, (to - from - 14) / bills.length)
  const depth = Math.max(12, Math.min(26, each - 50))
  const bars = bills.map((bill, at) =>
    cardBar(bill, { x: left, y: Math.round(from + 8 + at * each), width, depth }, measure)
  )
  return [...bars, cardLegend(bills, left, Math.round(from + 8 + bills.length * each + 12), measure)]
}

/** Speed, context and parameters in three columns, those that are known. */
function figures(
  { speed, engine, largestContext, verdict, parameters, quant }: Assessment,
  measure: MeasureText
): string[] {
  const y = 538
  const parts = [`<path d="M${left} 500H${right}" stroke="${hair}" stroke-width="2"/>`]
  const column = (x: number, room: number, value: string, words: string): void => {
    const head = fitLine(value, { width: room, sizes: [28, 25, 22], weight: 650 }, measure)
    const line = fitLine(words, { width: room, sizes: [16, 15, 14, 13], weight: 400 }, measure)
    parts.push(
      svgText(head.text, x, y, { size: head.size, weight: 650 }),
      svgText(line.text, x, y + 25, { size: line.size, fill: quiet })
    )
  }
  if (quant !== null) {
    const perUser = Math.floor(engine.contextTokens / engine.parallel)
    const longest = perRequest(largestContext, engine.parallel)
    column(
      left,
      300,
      speed.known && runs(verdict) ? rate(speed.decode.likely) : 'speed unknown',
      speed.known && runs(verdict)
        ? `${rateRange(speed.decode)} likely, one answer being written`
        : 'nothing runs to be timed'
    )
    column(
      left + 330,
      320,
      `${tokens(perUser)} tokens`,
      `${engine.parallel > 1 ? `of context for each of ${engine.parallel} users` : 'of context'}${longest === null ? '' : `; up to ${context(longest)}`}`
    )
  }
  if (parameters.total !== null && parameters.active !== null) {
    const x = left + 690
    parts.push(squaresShapes(parameters.total, parameters.active, x, 514, 50))
    const words = fitLines(
      squaresWords(parameters.total, parameters.active),
      { width: right - x - 66, sizes: [18, 16, 15], weight: 500 },
      2,
      measure
    )
    words.lines.forEach((line, at) => {
      parts.push(svgText(line, x + 66, 534 + at * 23, { size: words.size, weight: 500 }))
    })
  }
  return parts
}

/** What somebody else needs to get the same: settings and versions. */
function foot({ assessment: { engine, quant }, catalogVersion }: CardSource, measure: MeasureText): string[] {
  const settings =
    quant === null
      ? ''
      : `${quant} · ${engine.name} · KV cache ${cacheTypeOf(engine)} · ${grouped(engine.parallel)} ${engine.parallel === 1 ? 'user' : 'users'}`
  const versions = `Plimsoll ${version} · formulas ${formulaVersion} · catalogue ${catalogVersion}`
  const end = fitLine(versions, { width: width * 0.5, sizes: [15, 14, 13], weight: 400 }, measure)
  const start = fitLine(
    settings,
    { width: width - measure(end.text, end.size, 400) - 32, sizes: [15, 14, 13], weight: 400 },
    measure
  )
  return [
    svgText(start.text, left, 602, { size: start.size, fill: quiet }),
    svgText(end.text, right, 602, { size: end.size, fill: quiet, anchor: 'end' })
  ]
}

/** `2 x NVIDIA GeForce RTX 3090, 24.0 GiB each, 64.0 GiB RAM`; what is not known is left to the report. */
function hardware(machine: Machine): string {
  const counts = new Map<string, number>()
  for (const gpu of machine.accelerators) {
    const total = valueOf(gpu.total)
    const memory = total === null ? 'memory unknown' : inGib(total)
    const text = `${valueOf(gpu.name) ?? 'GPU of unknown name'}, ${memory}`
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const gpus = [...counts].map(([text, count]) => (count === 1 ? text : `${count} × ${text} each`))
  const ram = valueOf(machine.ram.total)
  const cpu = gpus.length === 0 ? [valueOf(machine.cpu.name) ?? 'no GPU'] : []
  return [...gpus, ...cpu, ram === null ? 'RAM unknown' : `${inGib(ram)} RAM`].join(', ')
}

/** The shapes of the page's verdicts, 18 units across. */
function verdictShape(level: VerdictLevel, x: number, y: number, colour: string): string {
  const shapes: Record<VerdictLevel, string> = {
    fits: `<circle cx="9" cy="9" r="8" fill="${colour}"/>`,
    'fits-with-offload': `<circle cx="9" cy="9" r="7" fill="none" stroke="${colour}" stroke-width="2.4"/><path d="M9 2a7 7 0 0 0 0 14z" fill="${colour}"/>`,
    'cpu-only': `<circle cx="9" cy="9" r="7" fill="none" stroke="${colour}" stroke-width="2.4"/>`,
    'does-not-fit': `<path d="M3 3l12 12M15 3L3 15" stroke="${colour}" stroke-width="2.8"/>`,
    unknown: '',
    'not-obtainable': `<circle cx="9" cy="9" r="7" fill="none" stroke="${colour}" stroke-width="2.4" stroke-dasharray="3.4 2.8"/>`,
    'layout-only': `<rect x="2" y="2" width="14" height="14" fill="none" stroke="${colour}" stroke-width="2.4"/>`
  }
  return `<g transform="translate(${Number(x.toFixed(2))} ${y})">${shapes[level]}</g>`
}
