import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import { cardSize, cardSvg, type CardSource, cardWords } from '../../../core/report/card-svg.ts'
import type { MeasureText } from '../../../core/report/fit-text.ts'
import type { Report } from '../../../core/report/report.ts'

export interface CardPicture {
  readonly blob: Blob
  /** The bytes of the PNG file. */
  readonly base64: string
  /** What it shows, in words. */
  readonly words: string
}

/** The card's source; null where the report is about no model. */
export function cardSource({ source }: Report): CardSource | null {
  const [assessment] = source.selected
  return assessment ? { assessment, machine: source.machine, catalogVersion: source.catalogVersion } : null
}

/** Draws the card. @throws Error with a sentence */
export async function cardPicture(report: Report): Promise<CardPicture> {
  const source = cardSource(report)
  if (!source) throw new Error('A card is about one model: open one from the list first.')
  const canvas = document.createElement('canvas')
  canvas.width = cardSize.width
  canvas.height = cardSize.height
  const drawing = canvas.getContext('2d')
  if (!drawing) throw new Error('This browser draws no pictures. Save the HTML instead.')
  const font = await fontData()
  // Without the page's font the picture is set in the system's, for which the core's own estimate is wide enough.
  const svg = font === null ? cardSvg(source) : withFont(cardSvg(source, measuredBy(drawing)), font)
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image(cardSize.width, cardSize.height)
    image.src = address
    await image.decode()
    drawing.drawImage(image, 0, 0)
  } catch {
    throw new Error('The card could not be drawn in this browser. Save the HTML instead.')
  } finally {
    URL.revokeObjectURL(address)
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('The card could not be made a PNG in this browser. Save the HTML instead.')
  return { blob, base64: (await dataAddress(blob)).replace(/^[^,]*,/u, ''), words: cardWords(source) }
}

const measuredBy =
  (drawing: CanvasRenderingContext2D): MeasureText =>
  (text, size, weight) => {
    drawing.font = `${weight} ${size}px "Inter Variable"`
    return drawing.measureText(text).width
  }

/** A picture of SVG sees none of the page's fonts: what it is set in has to lie in it. */
const withFont = (svg: string, font: string): string =>
  svg.replace(
    '<defs>',
    `<defs><style>@font-face{font-family:Inter;font-weight:100 900;src:url(${font}) format("woff2")}</style>`
  )

/** The page's font as a data: address; null where it cannot be had. */
async function fontData(): Promise<string | null> {
  try {
    const [response] = await Promise.all([fetch(inter), document.fonts.load('500 16px "Inter Variable"')])
    return response.ok ? await dataAddress(await response.blob()) : null
  } catch {
    return null
  }
}

const dataAddress = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => {
      if (typeof reader.result === 'string') resolve(reader.result)
      else reject(new Error('The picture could not be read back.'))
    }
    reader.onerror = () => reject(new Error('The picture could not be read back.'))
    reader.readAsDataURL(blob)
  })
