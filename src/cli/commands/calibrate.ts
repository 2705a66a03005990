import { readFile } from 'node:fs/promises'
import { placedSpeedInput } from '../../core/fit/placed-speed-input.ts'
import { rate } from '../../core/format.ts'
import { isRunnable } from '../../core/model/model.ts'
import { publishedType } from '../../core/quant/published-type.ts'
import { correctionOf } from '../../core/speed/calibration.ts'
import { type LoggedRate, parseLog } from '../../host/calibrate/parse-log.ts'
import { benchOf, realSpawn, runBench, type Spawn } from '../../host/calibrate/run-bench.ts'
import {
  addCalibration,
  CalibrationError,
  type CalibrationRecord,
  readCalibration,
  removeCalibration
} from '../../host/calibrate/store.ts'
import { dataFolder } from '../../host/data-folder.ts'
import { chooseModel } from '../choose-model.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { json, type Output } from '../output.ts'
import { parsePositive, parseTokens, parseWhole } from '../parse-number.ts'
import { uncalibratedMachine } from '../this-machine.ts'
import { UsageError } from '../usage-error.ts'

export interface CalibrateOptions {
  readonly json?: boolean
  readonly quant?: string
  readonly depth?: string
  readonly speed?: string
  readonly log?: string
  readonly engine?: 'llama-bench' | 'ollama' | 'mlx'
  readonly file?: string
}

/** Errors of the store are bad input of the command line: one sentence, exit code 2. */
async function said<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof CalibrationError) throw new UsageError(error.message)
    throw error
  }
}

/** `plimsoll calibrate list`, and `export`: what was measured on this machine, for a person or as JSON. */
export async function calibrateList(options: CalibrateOptions, output: Output): Promise<ExitCode> {
  const records = await said(readCalibration(dataFolder()))
  if (options.json) output.out(json({ version: 1, records }))
  else if (records.length === 0) output.out('Nothing was measured on this machine yet.')
  else output.out(records.map(lineOf).join('\n'))
  return exitCode.done
}

const lineOf = ({
  id,
  date,
  engine,
  model,
  quant,
  depthTokens,
  tokensPerSecond,
  device,
  factor
}: CalibrationRecord): string =>
  `${id}  ${date}  ${model} ${quant}: ${rate(tokensPerSecond)} with ${depthTokens} tokens in the cache (${engine}); ${device} reads at ${(factor * 100).toFixed(0)} % of what was assumed`

/** `plimsoll calibrate remove ID`. */
export async function calibrateRemove(text: string, output: Output): Promise<ExitCode> {
  const id = parseWhole(text, 'calibrate remove', 1, 1e9)
  if (!(await said(removeCalibration(dataFolder(), id)))) {
    throw new UsageError(`There is no measurement ${id}: \`plimsoll calibrate list\` shows their numbers.`)
  }
  output.out(`Removed measurement ${id}.`)
  return exitCode.done
}

/** `plimsoll calibrate add MODEL`: keeps a speed that was measured here, given as a number or as an engine's log. */
export async function calibrateAdd(
  name: string,
  options: CalibrateOptions,
  output: Output
): Promise<ExitCode> {
  if (options.speed !== undefined) {
    return keep(
      name,
      options,
      { engine: 'by hand', tokensPerSecond: parsePositive(options.speed, '--speed'), depth: null },
      output
    )
  }
  if (options.log === undefined) throw new UsageError('calibrate add: give --speed or --log with a file.')
  let text: string
  try {
    text = await readFile(options.log, 'utf8')
  } catch {
    throw new UsageError(`--log: the file “${options.log}” cannot be read.`)
  }
  const found = decodeIn(parseLog(text))
  if (found === null) {
    throw new UsageError(
      `--log: “${options.log}” holds no decode speed of llama-bench, llama-server, llama-cli, Ollama, LM Studio or MLX.`
    )
  }
  return keep(name, options, found, output)
}

/** `plimsoll calibrate run MODEL`: runs a short benchmark on a model that is here; Ctrl+C cancels it. */
export async function calibrateRun(
  name: string,
  options: CalibrateOptions,
  output: Output,
  spawn: Spawn = realSpawn
): Promise<ExitCode> {
  const engine = options.engine ?? 'llama-bench'
  if (options.file === undefined) {
    throw new UsageError(
      'calibrate run: name the model that is here with --file: a .gguf file, an Ollama or an MLX model.'
    )
  }
  const cancel = new AbortController()
  const stop = (): void => cancel.abort()
  process.once('SIGINT', stop)
  try {
    const depth = options.depth === undefined ? 0 : parseTokens(options.depth, '--depth')
    const outcome = await runBench(benchOf(engine, options.file, depth), spawn, output.note, cancel.signal)
    if (!outcome.ok) throw new UsageError(`calibrate run: ${outcome.reason}`)
    const found = decodeIn(outcome.rates)
    if (found === null) throw new UsageError(`calibrate run: ${engine} printed no decode speed.`)
    return await keep(name, options, found, output)
  } finally {
    process.removeListener('SIGINT', stop)
  }
}

type Measured = Pick<LoggedRate, 'tokensPerSecond' | 'depth'> & {
  readonly engine: string
  readonly tokens?: number | null
}

/** The run of the least depth: there the reading of weights is most of the time. */
const decodeIn = (rates: readonly LoggedRate[]): LoggedRate | null =>
  rates.filter(({ what }) => what === 'decode').sort((a, b) => (a.depth ?? 0) - (b.depth ?? 0))[0] ?? null

async function keep(
  name: string,
  options: CalibrateOptions,
  measured: Measured,
  output: Output
): Promise<ExitCode> {
  const model = await chooseModel(name)
  if (!isRunnable(model)) throw new UsageError(`${model.name} has no weights to run.`)
  if (options.quant === undefined)
    throw new UsageError('--quant: name the file type that was run, for example Q4_K_M.')
  const quant = publishedType(options.quant)
  if (quant === null)
    throw new UsageError(`--quant: “${options.quant}” is not a llama.cpp file type such as Q4_K_M.`)
  // Tokens that are written fill the cache: on average half of them are there.
  const written = (measured.tokens ?? 0) / 2
  const depthTokens =
    options.depth === undefined
      ? Math.round((measured.depth ?? 0) + written)
      : parseTokens(options.depth, '--depth')
  // A correction is over the data sheet: earlier corrections are left out.
  const machine = await uncalibratedMachine(output.note)
  const input = placedSpeedInput(
    model,
    quant,
    machine,
    { contextTokens: Math.max(4096, depthTokens + 512) },
    { depthTokens, promptTokens: 512 }
  )
  if (!input.ok) throw new UsageError(input.error)
  const correction = correctionOf(input.value, measured.tokensPerSecond)
  if ('error' in correction) throw new UsageError(correction.error)
  const record = await said(
    addCalibration(dataFolder(), {
      date: new Date().toISOString().slice(0, 10),
      engine: measured.engine,
      model: model.id,
      quant,
      depthTokens,
      tokensPerSecond: measured.tokensPerSecond,
      ...correction
    })
  )
  output.out(options.json ? json(record) : lineOf(record))
  return exitCode.done
}
