import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { z } from 'zod'
import { cpuMemoryFileSchema } from '../src/core/schema/cpu-memory.ts'
import { deviceFileSchema } from '../src/core/schema/device.ts'
import { modelFileSchema } from '../src/core/schema/model.ts'

/** Writes the JSON Schemas that editors read through `$schema` in the files of resources/catalog. */
const folder = join(import.meta.dirname, '../resources/schema')
mkdirSync(folder, { recursive: true })
const schemas = {
  'models.schema.json': modelFileSchema,
  'devices.schema.json': deviceFileSchema,
  'cpu-memory.schema.json': cpuMemoryFileSchema
}
for (const [file, schema] of Object.entries(schemas)) {
  const text = await format(JSON.stringify(z.toJSONSchema(schema)), { parser: 'json', printWidth: 110 })
  writeFileSync(join(folder, file), text)
  console.log(`resources/schema/${file}`)
}
