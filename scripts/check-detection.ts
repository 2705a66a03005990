import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { detectionTable } from './detection/table.ts'
import { capturesFolder, judgeFolder, ownFolder } from './detection/machines.ts'
import type { JudgedMachine } from './detection/machines.ts'

/*
 * npm run check:detection [FOLDER]: detects every recorded machine and holds it against what is true of it - the
 * project's own recordings always, and the captures beside the project where they are (or those of FOLDER, in the same
 * form: an index.json, and a folder of outputs for each machine). Writes the tables of docs/detection.md. Exits with 1
 * when a kind or a memory size is wrong.
 */

const [, , given] = process.argv
const captures = given ?? capturesFolder
const own = await judgeFolder(ownFolder)
const captured = existsSync(join(captures, 'index.json')) ? await judgeFolder(captures) : null

function report(title: string, machines: readonly JudgedMachine[]): void {
  for (const { verdict, name, seen, problems } of machines) {
    console.log(
      `${verdict.padEnd(9)}${name.padEnd(46)}${seen}${problems.map((one) => `  [${one}]`).join('')}`
    )
  }
  const count = (verdict: JudgedMachine['verdict']): number =>
    machines.filter((one) => one.verdict === verdict).length
  console.log(
    `${title}: ${count('right')} right, ${count('unstated')} right as far as the capture says, ` +
      `${count('wrong')} wrong of ${machines.length}\n`
  )
}

report('own recordings', own)
if (captured) report('captured machines', captured)
else console.log(`skipped: no captured machines at ${captures}`)

if (given === undefined) {
  const path = join(import.meta.dirname, '../docs/detection.md')
  let text = readFileSync(path, 'utf8')
  const put = (mark: string, table: string): void => {
    text = text.replace(
      new RegExp(`(<!-- ${mark} -->)[\\s\\S]*?(<!-- end of ${mark} -->)`),
      (_all, start: string, end: string) => `${start}\n\n${table}\n\n${end}`
    )
  }
  put('own recordings', detectionTable(own, true))
  if (captured) put('captured machines', detectionTable(captured, false))
  writeFileSync(path, await format(text, { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' }))
}
process.exitCode = [...own, ...(captured ?? [])].some(({ verdict }) => verdict === 'wrong') ? 1 : 0
