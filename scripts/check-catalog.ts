import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { modelFiles } from '../src/catalog/bundled.ts'
import { models } from '../src/catalog/catalog.ts'
import { checkDevices, checkModels, type Complaint } from '../src/catalog/check-rows.ts'
import { checkCount } from '../src/catalog/count-check.ts'
import { devices } from '../src/catalog/devices.ts'
import { isRunnable, type ModelSpec } from '../src/core/model/model.ts'
import { cpuMemoryFileSchema } from '../src/core/schema/cpu-memory.ts'
import { deviceFileSchema } from '../src/core/schema/device.ts'
import { modelFileSchema } from '../src/core/schema/model.ts'

/*
 * npm run check:catalog: every file parses, names are unique, and the weights counted from each shape are the
 * published ones. With names of models as arguments it prints only their lines.
 */

const folder = join(import.meta.dirname, '../resources/catalog')
const complaints: Complaint[] = []

function parse(file: string, schema: z.ZodType): void {
  const result = schema.safeParse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
  if (!result.success) complaints.push(`resources/catalog/${file}:\n${z.prettifyError(result.error)}`)
}

const modelNames = readdirSync(join(folder, 'models'))
for (const file of modelNames) parse(join('models', file), modelFileSchema)
for (const file of readdirSync(join(folder, 'devices'))) parse(join('devices', file), deviceFileSchema)
parse('cpu-memory.json', cpuMemoryFileSchema)
if (modelNames.length !== modelFiles.length)
  complaints.push(
    `src/catalog/bundled.ts imports ${modelFiles.length} of the ${modelNames.length} files in models/`
  )

function line(model: ModelSpec): string {
  const count = isRunnable(model) ? checkCount(model) : null
  if (!count) return `      ${model.id}: ${model.availability}`
  const { rounded, unexplained } = model.parameters
  const reason = rounded ? ', rounded' : unexplained === undefined ? '' : `, ${unexplained} of it unexplained`
  return `${count.agrees ? 'ok   ' : 'WRONG'} ${model.id}: ${count.computed} computed, ${count.published} published${reason}`
}

// A file that does not parse would only throw here.
if (complaints.length === 0) {
  const wanted = process.argv.slice(2).map((name) => name.toLowerCase())
  const shown = models.filter(
    ({ id, slug }) => wanted.length === 0 || wanted.some((name) => [id.toLowerCase(), slug].includes(name))
  )
  for (const model of shown) console.log(line(model))
  complaints.push(...checkModels(models), ...checkDevices(devices))
}
for (const complaint of complaints) console.error(complaint)
console.log(
  `${models.length} models (${models.filter(isRunnable).length} with weights), ${devices.length} devices: ${complaints.length} wrong`
)
process.exitCode = complaints.length === 0 ? 0 : 1
