import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bundle } from '../../src/host/probe/bundle.ts'
import { bundleSchema } from '../../src/host/probe/bundle.ts'

const folder = join(import.meta.dirname, '../fixtures/machine')

/** A machine made up for a test, in the form that `detect --record` writes. */
export const fixture = (name: string): Bundle =>
  bundleSchema.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')))
