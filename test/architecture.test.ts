import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'

const src = join(import.meta.dirname, '../src')

/** Which folder may import which. Arrows point down only; `docs/architecture.md` draws this. */
const allowed: Record<string, readonly string[]> = {
  core: [],
  catalog: ['core'],
  contract: ['core'],
  host: ['core', 'catalog', 'contract'],
  main: ['contract', 'host'],
  preload: ['contract'],
  renderer: ['core', 'catalog', 'contract'],
  server: ['contract', 'host'],
  cli: ['core', 'catalog', 'contract', 'host', 'server']
}

/** Inside core, a folder may import those before it in its row, and the files beside the folders. */
const coreOrder = [
  'schema',
  'quant',
  'model',
  'engine',
  'machine',
  'memory',
  'placement',
  'engines',
  'speed',
  'fit',
  'chart',
  'report'
]

/** Packages the pure parts may use: no node, no DOM, no React. */
const purePackages: Record<string, readonly string[]> = {
  core: ['zod'],
  catalog: ['zod', 'fuse.js']
}

/** What a file imports, re-exports or fetches later, types included. A fetched name has to be a plain text. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(src, file), 'utf8')
  const { module, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed`)
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : []))
    ),
    ...module.dynamicImports.map(({ moduleRequest }) =>
      text.slice(moduleRequest.start + 1, moduleRequest.end - 1)
    )
  ]
}

const edges = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .flatMap((file) => [...new Set(importsOf(file))].map((name) => [file, name] as const))

test('there are imports to check', () => {
  expect(edges.length).toBeGreaterThan(50)
})

test.each(edges)('%s may import %s', (file, name) => {
  const [from = '', ...rest] = file.split(sep)
  if (!name.startsWith('.')) {
    const pure = purePackages[from]
    if (pure) expect(pure).toContain(name)
    if (from === 'renderer') expect(name).not.toMatch(/^node:|^electron$/)
    if (['host', 'server', 'cli'].includes(from)) expect(name).not.toBe('electron')
    return
  }
  const target = relative(src, join(src, dirname(file), name)).split(sep)
  if (target[0] === '..') {
    // The doors of the catalogue and of the fitted constants, and the styles and icons a page brings along.
    expect(from === 'catalog' || from === 'renderer' || file === join('core', 'speed', 'fitted.ts')).toBe(
      true
    )
    return
  }
  const [to = ''] = target
  if (from === 'preload') {
    expect(['contract/api.ts', 'contract/desk.ts']).toContain(target.join('/')) // zod stays out of the preload
    return
  }
  expect(to === from || allowed[from]?.includes(to)).toBe(true)
  if (from === 'core' && rest.length > 1 && target.length > 2) {
    expect(coreOrder.indexOf(target[1] ?? '')).toBeLessThanOrEqual(coreOrder.indexOf(rest[0] ?? ''))
  }
})
