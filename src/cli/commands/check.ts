import { answerOf } from '../../core/fit/answer.ts'
import { assess } from '../../core/fit/assess.ts'
import { runs } from '../../core/fit/verdict.ts'
import { engineAsk, quantFor } from '../choose-other-engine.ts'
import { chooseMachine } from '../choose-machine.ts'
import { chooseModel, quantOf } from '../choose-model.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { json, type Output } from '../output.ts'
import type { CheckOptions } from '../program.ts'
import { assessmentText } from '../text/assessment-text.ts'
import { UsageError } from '../usage-error.ts'

/** `plimsoll check MODEL`: the sentence, the bill, the command. Exit code 0 when it runs, 1 when it does not. */
export async function checkCommand(name: string, options: CheckOptions, output: Output): Promise<ExitCode> {
  // Detection waits for programs, and the model is looked up meanwhile. What is wrong with the model is said first.
  const choosing = chooseMachine(options, output)
  choosing.catch(() => undefined)
  const model = await chooseModel(name, { offline: options.offline ?? false, note: output.note })
  const ask = { quant: quantOf(model, quantFor(options)), engine: await engineAsk(model, options) }
  const machine = await choosing
  const result = assess(model, machine, ask)
  if (!result.ok) throw new UsageError(result.error.message)
  output.out(options.json ? json(answerOf(result.value)) : assessmentText(result.value, machine, output))
  return runs(result.value.verdict) ? exitCode.done : exitCode.doesNotRun
}
