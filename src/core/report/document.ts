import type { Bar } from './bar.ts'

/** A report as data: what it says, before it is Markdown or HTML. All text is plain; renderers escape it. */
export interface ReportDocument {
  readonly title: string
  readonly blocks: readonly Block[]
}

export interface Column {
  readonly title: string
  /** Figures stand right. */
  readonly figures?: boolean
}

/** A drawing that another part of the core made, with what it shows in words. */
export interface Chart {
  readonly title: string
  /** Complete `<svg>` markup in which every text is escaped; shown as it is. */
  readonly svg: string
  /** The same in sentences: what Markdown prints, and what stands behind the picture. */
  readonly lines: readonly string[]
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'table'
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly string[])[]
    }
  | { readonly kind: 'bars'; readonly bars: readonly Bar[] }
  /** Parameters held and read per token, drawn as areas. */
  | { readonly kind: 'squares'; readonly total: number; readonly active: number }
  | { readonly kind: 'chart'; readonly chart: Chart }

export const heading = (level: 2 | 3, text: string): Block => ({ kind: 'heading', level, text })
export const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
export const list = (items: readonly string[]): Block => ({ kind: 'list', items })
export const code = (text: string): Block => ({ kind: 'code', text })
export const table = (columns: readonly Column[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  columns,
  rows
})
