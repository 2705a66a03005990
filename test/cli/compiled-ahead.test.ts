import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { afterAll, expect, test } from 'vitest'
import { takeCompiledAhead } from '../../src/cli/compiled-ahead.ts'

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-compiled-'))
const loaders = (module as unknown as { _extensions: Record<string, unknown> })._extensions
const before = loaders['.js']
takeCompiledAhead(folder)
afterAll(() => {
  loaders['.js'] = before
  rmSync(folder, { recursive: true })
})

const mark = (letter: string): string => letter.repeat(64)
/** The engine itself compares lengths only, so that code of the same length shows which of the two has run. */
function load(name: string, text: string, compiled: Buffer | null): unknown {
  const file = join(folder, `${name}.js`)
  writeFileSync(file, text)
  if (compiled) writeFileSync(`${file}.compiled`, compiled)
  return createRequire(join(folder, 'cli.js'))(file) as unknown
}
const compiledOf = (text: string, itsMark: string): Buffer =>
  Buffer.concat([new Script(module.wrap(text)).createCachedData(), Buffer.from(itsMark)])
const text = (answer: number, letter: string): string => `exports.answer = ${answer}\n//${mark(letter)}`

test('what was compiled ahead is run in place of the same text', () => {
  expect(load('same', text(1, 'a'), compiledOf(text(2, 'a'), mark('a')))).toEqual({ answer: 2 })
})

test('what was compiled of another text, or damaged, is left alone', () => {
  expect(load('other', text(1, 'a'), compiledOf(text(2, 'b'), mark('b')))).toEqual({ answer: 1 })
  expect(load('damaged', text(1, 'a'), Buffer.from(`no code${mark('a')}`))).toEqual({ answer: 1 })
  expect(load('empty', text(1, 'a'), Buffer.alloc(0))).toEqual({ answer: 1 })
  expect(load('none', text(1, 'a'), null)).toEqual({ answer: 1 })
})

test('a file finds its folder, its requires and its exports', () => {
  writeFileSync(join(folder, 'part.js'), 'module.exports = 7')
  const whole = `module.exports = [require('./part.js'), __dirname, require('node:path').basename(__filename)]\n//${mark('c')}`
  expect(load('whole', whole, compiledOf(whole, mark('c')))).toEqual([7, folder, 'whole.js'])
})
