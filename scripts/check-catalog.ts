import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { modelFiles } from '../src/catalog/bundled.ts'
import { models } from '../src/catalog/catalog.ts'
import { checkDevices, checkModels, type Complaint } from '../src/catalog/check-rows.ts'
import { checkCount } from '../src/catalog/count-check.ts'
import { devices } from '../src/catalog/devices.ts'
import { isRunnable } from '../src/core/model/model.ts'
import { cpuMemoryFileSchema } from '../src/core/schema/cpu-memory.ts'
import { deviceFileSchema } from '../src/core/schema/device.ts'
import { modelFileSchema } from '../src/core/schema/model.ts'
import { countTable, reasonsOf } from './check-catalog/count-table.ts'
import { problemsOf } from './check-catalog/row-problems.ts'

/*
 * npm run check:catalog: every file parses, names are unique, and the weights counted from each shape are the
 * published ones. Prints the table that proves it; with names of models as arguments only their lines.
 */

const folder = join(import.meta.dirname, '../resources/catalog')
const complaints: Complaint[] = []

function parse(file: string, schema: z.ZodType): void {
  const path = `resources/catalog/${file}`
  try {
    const document: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    const result = schema.safeParse(document)
    if (!result.success) complaints.push(...problemsOf(path, result.error, document))
  } catch (error) {
    complaints.push(`${path}: is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

// `--quiet`: what is wrong and the totals, without the table.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quiet: { type: 'boolean', default: false } }
})

const modelNames = readdirSync(join(folder, 'models'))
for (const file of modelNames) parse(join('models', file), modelFileSchema)
for (const file of readdirSync(join(folder, 'devices'))) parse(join('devices', file), deviceFileSchema)
parse('cpu-memory.json', cpuMemoryFileSchema)
if (modelNames.length !== modelFiles.length)
  complaints.push(
    `src/catalog/bundled.ts imports ${modelFiles.length} of the ${modelNames.length} files in models/`
  )

// A file that does not parse would only throw here.
if (complaints.length === 0) {
  const wanted = positionals.map((name) => name.toLowerCase())
  const shown = models.filter(
    ({ id, slug }) => wanted.length === 0 || wanted.some((name) => [id.toLowerCase(), slug].includes(name))
  )
  if (!values.quiet) console.log([countTable(shown), ...reasonsOf(shown)].join('\n'))
  complaints.push(...checkModels(models), ...checkDevices(devices))
}
for (const complaint of complaints) console.error(complaint)

const verdicts = models.filter(isRunnable).map((model) => checkCount(model)?.verdict ?? 'not counted')
const tally = [...new Set(verdicts)].map(
  (word) => `${verdicts.filter((verdict) => verdict === word).length} ${word}`
)
console.log(
  `${models.length} models (${tally.join(', ')}), ${devices.length} devices: ${complaints.length} wrong`
)
process.exitCode = complaints.length === 0 ? 0 : 1
