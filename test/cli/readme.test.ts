import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { plimsoll } from '../support/plimsoll.ts'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')

/** The words of a command line as a POSIX shell splits them: quotes keep blanks together. */
const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

test('the README shows what the command line answers', async () => {
  const [, command = '', shown = ''] =
    /```console\n\$ node out\/node\/cli\.js (.*)\n([\s\S]*?)\n```/.exec(readme) ?? []
  const { code, out } = await plimsoll(words(command))
  expect(code).toBe(0)
  expect(out.trimEnd()).toBe(shown)
})
