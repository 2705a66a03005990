import { describe, expect, test } from 'vitest'
import { buildReport } from '../../../src/core/report/build.ts'
import { csvCell } from '../../../src/core/report/csv.ts'
import { escaped } from '../../../src/core/report/markdown.ts'
import { renderReport } from '../../../src/core/report/render.ts'
import { hostile, machine, source } from './example.ts'

const report = buildReport({
  ...source,
  machine: { ...machine, name: '</h1><script>alert(0)</script>' },
  list: [hostile],
  selected: [hostile]
})

describe('hostile names in HTML', () => {
  const html = renderReport(report, 'html')

  test('open no tag of their own', () => {
    const tags = new Set([...html.matchAll(/<\/?([a-z][a-z0-9]*)/giu)].map(([, name = '']) => name))
    expect([...tags].sort()).toEqual(
      (
        'body circle code defs div figcaption figure h1 h2 h3 head header html li main meta p path pattern pre ' +
        'rect style svg table tbody td th thead title tr ul'
      ).split(' ')
    )
  })

  test('give no element an event handler', () => {
    // What is quoted is text: a quotation mark in it is escaped, as the names of tags above show.
    const tags = html.replace(/"[^"<>]*"/gu, '""')
    expect([...tags.matchAll(/<[^>]*\son\w+\s*=/giu)].map(([tag]) => tag)).toEqual([])
  })

  test('are still there to read', () => {
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html).toContain('&lt;/style&gt;&lt;script&gt;alert(5)')
  })

  test('nothing is loaded and nothing runs', () => {
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(html).not.toMatch(/<(?:script|link|iframe|object|embed|img)\b|@import|url\((?!#)/iu)
  })
})

describe('hostile names in Markdown', () => {
  const markdown = renderReport(report, 'md')

  test('stay on one line and in one cell', () => {
    const rows = markdown.split('\n').filter((line) => line.startsWith('|'))
    const cells = rows.map((row) => row.replaceAll('\\|', '').split('|').length)
    expect(new Set(cells)).toEqual(new Set([5, 4, 8, 10]))
    expect(markdown).not.toMatch(/^# heading/mu)
  })

  test('are not markup', () => {
    expect(markdown).toContain(String.raw`\<img src=x onerror=alert(1)\>`)
    expect(markdown).toContain(String.raw`\*\*bold\*\*`)
    expect(markdown).toContain(String.raw`\[link\](javascript`)
  })

  test('cannot close the fence of a command', () => {
    expect(markdown).toContain('````sh\necho ```\n</code><script>\n````')
  })
})

test.each([
  ['Q4_K_M', 'Q4_K_M'],
  ['_lead', String.raw`\_lead`],
  ['- item', String.raw`\- item`],
  ['1. item', String.raw`1\. item`],
  ['a &lt; b', 'a &amp;lt; b'],
  ['R&D', 'R&D'],
  ['two\r\n\r\nlines', 'two lines']
])('%j is %j in Markdown', (text, markdown) => {
  expect(escaped(text)).toBe(markdown)
})

test.each([
  [null, 'unknown'],
  [0, '0'],
  [-1.5, '-1.5'],
  ['', ''],
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "so"', '"say ""so"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(1,2)', `"'@SUM(1,2)"`],
  [' =1', "' =1"],
  ['\t=1', "'\t=1"],
  ['＝1+1', "'＝1+1"]
])('the CSV cell of %j is %j', (cell, text) => {
  expect(csvCell(cell)).toBe(text)
})
