import { type MeasuredRate, measurementsOf } from '../../core/fit/measurement.ts'
import { type CalibrationRecord, calibrationFileOf } from '../../core/machine/calibration-record.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { isRunnable, type RunnableModel } from '../../core/model/model.ts'
import type { FileType } from '../../core/quant/file-type.ts'
import { publishedType } from '../../core/quant/published-type.ts'
import { addCalibration, CalibrationError, readCalibration } from '../../host/calibrate/store.ts'
import { dataFolder } from '../../host/data-folder.ts'
import { chooseModel } from '../choose-model.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { json, type Output } from '../output.ts'
import { uncalibratedMachine } from '../this-machine.ts'
import { UsageError } from '../usage-error.ts'
import { lineOf } from './measurement-line.ts'

/** Errors of the store are bad input of the command line: one sentence, exit code 2. */
export async function said<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof CalibrationError) throw new UsageError(error.message)
    throw error
  }
}

/** The file type that was run. @throws UsageError where none, or none that is known, is named */
export function quantFor({ quant }: { readonly quant?: string | undefined }): FileType {
  if (quant === undefined)
    throw new UsageError('--quant: name the file type that was run, for example Q4_K_M.')
  const type = publishedType(quant)
  if (type === null) throw new UsageError(`--quant: “${quant}” is not a llama.cpp file type such as Q4_K_M.`)
  return type
}

/** What was run, and where: without earlier measurements, as a correction is over what is assumed without any. */
export interface MeasuredOn {
  readonly model: RunnableModel
  readonly machine: Machine
}

export async function measuredOn(name: string, output: Output): Promise<MeasuredOn> {
  const model = await chooseModel(name)
  if (!isRunnable(model)) throw new UsageError(`${model.name} has no weights to run.`)
  return { model, machine: await uncalibratedMachine(output.note) }
}

/** The form of `calibrate list --json`, and of what was added. */
export const asJson = (records: readonly CalibrationRecord[]): string => json(calibrationFileOf(records))

/**
 * Keeps what several rates of one run say: how fast it wrote and, of a prompt that was long enough, how fast it read.
 * Where one of the two explains nothing the other is kept.
 */
export async function keepRates(
  { model, machine }: MeasuredOn,
  quant: FileType,
  options: { readonly json?: boolean },
  rates: readonly MeasuredRate[],
  output: Output
): Promise<ExitCode> {
  const records = await said(readCalibration(dataFolder()))
  const date = new Date().toISOString().slice(0, 10)
  const { kept, wrong: refused } = measurementsOf({ model, quant, machine, records, date }, rates)
  const added: CalibrationRecord[] = []
  for (const measured of kept) added.push(await said(addCalibration(dataFolder(), measured)))
  const [reason] = refused
  if (added.length === 0) throw new UsageError(reason ?? 'No speed was found that says anything.')
  for (const sentence of refused) output.note(sentence)
  output.out(options.json ? asJson(added) : added.map(lineOf).join('\n'))
  return exitCode.done
}
