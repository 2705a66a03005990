import { barsToSvg, hatch, seal } from './bar-svg.ts'
import type { Block, Chart, Column, ReportDocument } from './document.ts'
import { escapeHtml } from './escape-html.ts'
import { reportStyle } from './html-style.ts'
import { squaresToSvg } from './squares-svg.ts'

/** One self-contained page for paper and screen: no scripts, nothing loaded, all text escaped. */
export function toHtml({ title, blocks }: ReportDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
${reportStyle}</style>
</head>
<body>
${hatch}
<main>
<header>${seal}<h1>${escapeHtml(title)}</h1></header>
${blocksToHtml(blocks)}
</main>
</body>
</html>
`
}

/** Every table is named after the headings it stands under, so that no two have one name. */
function blocksToHtml(blocks: readonly Block[]): string {
  let section = ''
  let part = ''
  return blocks
    .map((block) => {
      if (block.kind === 'heading') {
        part = block.level === 2 ? '' : block.text
        if (block.level === 2) section = block.text
      }
      return blockToHtml(block, part === '' ? section : `${section}: ${part}`)
    })
    .join('\n')
}

function blockToHtml(block: Block, under: string): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('\n')}\n</ul>`
    case 'code':
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`
    case 'table':
      return table(block.columns, block.rows, under)
    case 'bars':
      return barsToSvg(block.bars)
    case 'squares':
      return squaresToSvg(block.total, block.active)
    case 'chart':
      return chart(block.chart)
  }
}

/** The picture, and what it says in words behind it. */
const chart = ({ title, svg, lines }: Chart): string => `<h3>${escapeHtml(title)}</h3>
<figure class="chart">${svg}</figure>
<ul>
${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('\n')}
</ul>`

function table(columns: readonly Column[], rows: readonly (readonly string[])[], under: string): string {
  const figures = (at: number): string => (columns[at]?.figures ? ' class="figures"' : '')
  const head = columns.map(({ title }, at) => `<th scope="col"${figures(at)}>${escapeHtml(title)}</th>`)
  const line = (texts: readonly string[]): string =>
    `<tr>${texts.map((text, at) => `<td${figures(at)}>${escapeHtml(text)}</td>`).join('')}</tr>`
  // Wider than a phone: it is moved sideways inside its own frame, by keyboard too.
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(under)}"><table${columns.length > 3 ? ' class="wide"' : ''}>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.map(line).join('\n')}
</tbody>
</table></div>`
}
