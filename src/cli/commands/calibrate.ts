import { readFile } from 'node:fs/promises'
import { enteredRate, type MeasuredRate } from '../../core/fit/measurement.ts'
import { parseLog } from '../../core/speed/parse-log.ts'
import type { benchEngines } from '../../host/calibrate/engines.ts'
import { readCalibration, removeCalibration } from '../../host/calibrate/store.ts'
import { dataFolder } from '../../host/data-folder.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Output } from '../output.ts'
import { parsePositive, parseTokens, parseWhole } from '../parse-number.ts'
import { UsageError } from '../usage-error.ts'
import { asJson, keepRates, measuredOn, quantFor, said } from './keep-rates.ts'
import { lineOf } from './measurement-line.ts'

export interface CalibrateOptions {
  readonly json?: boolean
  readonly quant?: string
  readonly depth?: string
  readonly speed?: string
  readonly prefill?: string
  readonly log?: string
  readonly engine?: keyof typeof benchEngines
  readonly file?: string
  readonly url?: string
  readonly anyAddress?: boolean
}

/** `plimsoll calibrate list`, and `export`: what was measured on this machine, for a person or as JSON. */
export async function calibrateList(options: CalibrateOptions, output: Output): Promise<ExitCode> {
  const records = await said(readCalibration(dataFolder()))
  if (options.json) output.out(asJson(records))
  else if (records.length === 0) output.out('Nothing was measured on this machine yet.')
  else output.out(records.map(lineOf).join('\n'))
  return exitCode.done
}

/** `plimsoll calibrate remove ID`. */
export async function calibrateRemove(text: string, output: Output): Promise<ExitCode> {
  const id = parseWhole(text, 'calibrate remove', 1, 1e9)
  if (!(await said(removeCalibration(dataFolder(), id)))) {
    throw new UsageError(`There is no measurement ${id}: \`plimsoll calibrate list\` shows their numbers.`)
  }
  output.out(`Removed measurement ${id}.`)
  return exitCode.done
}

/** `plimsoll calibrate add MODEL`: keeps speeds that were measured here, given as numbers or as an engine's log. */
export async function calibrateAdd(
  name: string,
  options: CalibrateOptions,
  output: Output
): Promise<ExitCode> {
  const on = await measuredOn(name, output)
  const quant = quantFor(options)
  const depth = options.depth === undefined ? null : parseTokens(options.depth, '--depth')
  const typed = [
    ...rateOf('decode', options.speed, '--speed', depth),
    ...rateOf('prefill', options.prefill, '--prefill', depth)
  ]
  if (typed.length > 0) return keepRates(on, quant, options, typed, output)
  if (options.log === undefined)
    throw new UsageError('calibrate add: give --speed, --prefill, or --log with a file.')
  let text: string
  try {
    text = await readFile(options.log, 'utf8')
  } catch {
    throw new UsageError(`--log: the file “${options.log}” cannot be read.`)
  }
  const found = parseLog(text)
  if (found.length === 0) {
    throw new UsageError(
      `--log: “${options.log}” holds no speed of llama-bench, llama-server, llama-cli, Ollama, LM Studio or MLX.`
    )
  }
  // The depth that is named holds for rates whose log says none.
  return keepRates(
    on,
    quant,
    options,
    found.map((rate) => ({ ...rate, depth: rate.depth ?? depth })),
    output
  )
}

function rateOf(
  what: MeasuredRate['what'],
  text: string | undefined,
  option: string,
  depth: number | null
): MeasuredRate[] {
  if (text === undefined) return []
  return [enteredRate(what, parsePositive(text, option), depth)]
}
