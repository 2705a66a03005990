import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { specOfFile } from '../../src/catalog/file-spec.ts'
import { assess } from '../../src/core/fit/assess.ts'
import { simulatedMachine } from '../../src/core/machine/simulated.ts'
import { parseHeader } from '../../src/core/model/gguf/header.ts'
import { headerOf, type Sample } from '../core/model/gguf/sample-headers.ts'

const machine = simulatedMachine({ devices: [], ramGib: 64, ramBandwidthGBs: 80 })

/** A whole answer, as every output gives it: figures where something runs, a reason where not. */
function answered(bytes: Uint8Array, path: string): void {
  const header = parseHeader(bytes)
  if (!header.ok) throw new Error(`${path}: no header`)
  const model = specOfFile({ header: header.value, path, notes: [] })
  if (!model.ok) throw new Error(model.error)
  const answer = assess(model.value, machine, { quant: 'auto', engine: { contextTokens: 4096 } })
  if (!answer.ok) throw new Error(answer.error.message)
  const { verdict, speed, host } = answer.value
  expect(['cpu-only', 'does-not-fit']).toContain(verdict.level)
  expect(host.terms.every((term) => Number.isSafeInteger(term.bytes))).toBe(true)
  if (speed.known) expect(Number.isFinite(speed.decode.likely)).toBe(true)
}

const excerpt = join(import.meta.dirname, '../truth/gguf-headers.json')
const { models } = JSON.parse(readFileSync(excerpt, 'utf8')) as {
  readonly models: readonly (Sample & { readonly architecture: string })[]
}

test.each(models.map((each) => [each.architecture, each] as const))(
  'a file of %s gets a whole answer',
  (architecture, sample) => answered(headerOf(sample), `${architecture}.gguf`)
)

// The whole set lies beside the repository where this is developed; the excerpt above stands for it elsewhere.
const whole = join(import.meta.dirname, '../../../shared/truth/gguf-headers')
describe.skipIf(!existsSync(whole))('every header beside the project', () => {
  const files = existsSync(whole) ? readdirSync(whole).filter((name) => name.endsWith('.gguf')) : []
  test.each(files)('%s', (name) => answered(readFileSync(join(whole, name)), name))
})
