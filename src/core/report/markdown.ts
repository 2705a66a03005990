import type { Block, Column, ReportDocument } from './document.ts'
import { squaresWords } from './squares-svg.ts'

/** GitHub-flavoured Markdown. All text is escaped: a model's name cannot become markup or a table cell. */
export function toMarkdown({ title, blocks }: ReportDocument): string {
  return `${[`# ${escaped(title)}`, ...blocks.map(blockToMarkdown)].join('\n\n')}\n`
}

function blockToMarkdown(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(block.text)}`
    case 'paragraph':
      return escaped(block.text)
    case 'list':
      return items(block.items)
    case 'code':
      return fenced(block.text)
    case 'table':
      return table(block.columns, block.rows)
    case 'bars':
      return items(block.bars.map(({ words }) => words))
    case 'squares':
      return `${escaped(squaresWords(block.total, block.active))}.`
    case 'chart':
      return `### ${escaped(block.chart.title)}\n\n${items(block.chart.lines)}`
  }
}

const items = (texts: readonly string[]): string => texts.map((text) => `- ${escaped(text)}`).join('\n')

/** Longer than any run of backticks inside, so that nothing closes it early. */
function fenced(text: string): string {
  const runs = text.match(/`+/gu)?.map((run) => run.length) ?? []
  const fence = '`'.repeat(Math.max(3, ...runs.map((n) => n + 1)))
  return `${fence}sh\n${text}\n${fence}`
}

function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`
  return [
    line(columns.map(({ title }) => title)),
    `|${columns.map(({ figures }) => (figures ? ' ---: ' : ' --- ')).join('|')}|`,
    ...rows.map(line)
  ].join('\n')
}

/**
 * Text that Markdown shows as it stands. Hyphens and dots are left alone: inside a line they mean nothing, and a line
 * never begins with foreign text except in a paragraph, where a leading mark is escaped. `_` inside a word is literal.
 */
export const escaped = (text: string): string =>
  text
    .replace(/\s*[\r\n\u2028\u2029]+\s*/gu, ' ')
    .replace(/[\\`*<>[\]|~]/gu, String.raw`\$&`)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
    .replace(/&(?=#?\w+;)/gu, '&amp;')
    .replace(/^(\d+)([.)])(?=\s)/u, String.raw`$1\$2`)
    .replace(/^([-+#=])/u, String.raw`\$1`)
