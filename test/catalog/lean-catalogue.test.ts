import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { leanCatalogue } from '../../scripts/lean-catalogue.ts'
import { addOtherNames, otherNamesOf } from '../../src/catalog/other-names.ts'
import { models } from '../../src/catalog/catalog.ts'

const folder = join(import.meta.dirname, '../../resources/catalog/models')
interface Row {
  readonly id: string
  readonly note?: string
  readonly variants?: readonly string[]
  readonly files?: Readonly<Record<string, readonly string[]>>
  readonly sources: Readonly<Record<string, string>>
}

/** The rows of a file as the plugin gives them to the page. */
function part(file: string, query: string): readonly Row[] {
  const { transform } = leanCatalogue()
  if (typeof transform !== 'function') throw new Error('The plugin has no transform.')
  const text = readFileSync(join(folder, file), 'utf8')
  const made = transform.call({} as never, text, `/resources/catalog/models/${file}${query}`) as {
    readonly code: string
  }
  return (JSON.parse(made.code.replace(/^export default /, '')) as { readonly models: readonly Row[] }).models
}

test.each(readdirSync(folder))('%s: the first look and its later parts make the whole row again', (file) => {
  const whole = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly models: readonly Row[] }
  const [lean, names, provenance] = ['', '?names', '?provenance'].map((query) => part(file, query))
  for (const [at, row] of whole.models.entries()) {
    const { variants, files, note, sources, ...rest } = row
    const first = files?.['gguf']?.[0]
    expect(lean?.[at]).toEqual({
      ...rest,
      ...(first !== undefined && { files: { gguf: [first] } }),
      sources: { architecture: '', parameters: '' }
    })
    expect({ ...lean?.[at], ...names?.[at] }).toMatchObject({
      ...(variants && { variants }),
      ...(files && { files })
    })
    expect(provenance?.[at]).toEqual({
      id: row.id,
      ...(note !== undefined && { note }),
      sources: { architecture: sources['architecture'], parameters: sources['parameters'] }
    })
  }
})

test('names that come later count as if they had been there', () => {
  const [model] = models.filter(({ variants, files }) => variants && files?.['bnb'])
  if (!model) throw new Error('No model has both.')
  const { variants, files, ...bare } = model
  expect([variants, files]).not.toContain(undefined)
  const unknown = { ...bare, id: 'nobody/has-this' }
  expect(otherNamesOf(unknown)).toEqual([])
  addOtherNames([{ id: unknown.id, variants: ['some/finetune'], files: { bnb: ['some/bnb-4bit'] } }])
  expect(otherNamesOf(unknown)).toEqual(['some/finetune', 'some/bnb-4bit'])
  expect(otherNamesOf(model)).toContain(model.files?.['bnb']?.[0])
})
