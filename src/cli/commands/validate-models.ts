import { dataFolder } from '../../host/data-folder.ts'
import { describeProblem, readUserModels } from '../../host/user-models/user-models.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { json, type Output } from '../output.ts'

/** `plimsoll models validate`: what is wrong in the user's own rows, by line and field. Exit code 2 when anything is. */
export async function validateModelsCommand(options: { json?: boolean }, output: Output): Promise<ExitCode> {
  const { file, models, problems, absent } = await readUserModels(dataFolder())
  if (options.json) output.out(json({ file, models: models.map(({ id }) => id), problems }))
  else if (absent)
    output.out(`There are no rows of your own: ${file} does not exist. docs/bring-your-own.md shows one.`)
  else {
    for (const problem of problems) output.out(describeProblem(file, problem))
    output.out(`${file}: ${models.length} rows can be used, ${problems.length} problems.`)
  }
  return problems.length === 0 ? exitCode.done : exitCode.badInput
}
