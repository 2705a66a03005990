import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { fitAll } from './fit-speed/fit-all.ts'
import { importRows } from './fit-speed/import-rows.ts'
import { rowsFromText, rowsToText } from './fit-speed/row.ts'
import { speedDocument } from './fit-speed/document.ts'

/**
 * `npm run fit-speed`: fits the speed model to published measurements and writes its constants, their covariance and
 * `docs/speed.md`. A larger list of measurements beside the project is taken over first.
 */
const root = join(import.meta.dirname, '..')
const folder = join(root, 'resources/speed')
const own = join(folder, 'measurements.tsv')
const beside = join(root, '../shared/facts/benchmarks.json')

if (existsSync(beside)) {
  writeFileSync(own, rowsToText(importRows(JSON.parse(readFileSync(beside, 'utf8')))))
}
const report = fitAll(rowsFromText(readFileSync(own, 'utf8')), new Date().toISOString().slice(0, 10))
writeFileSync(join(folder, 'constants.json'), `${JSON.stringify(report.constants, null, 2)}\n`)
writeFileSync(join(folder, 'covariance.json'), `${JSON.stringify(report.covariance)}\n`)
writeFileSync(
  join(root, 'docs/speed.md'),
  await format(speedDocument(report), { parser: 'markdown', proseWrap: 'preserve' })
)
console.log(report.summary.join('\n'))
