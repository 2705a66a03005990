import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { type CalibrationRecord, calibrationFileOf } from '../../core/machine/calibration-record.ts'
import type { Measurement } from '../../core/fit/measurement.ts'
import { calibrationFileSchema } from '../../core/schema/calibration.ts'
import { calibrationFile } from '../kept-files.ts'

/** The file of measurements cannot be used or written. The message is a sentence for the screen. */
export class CalibrationError extends Error {
  override readonly name = 'CalibrationError'
}

const pathIn = (folder: string): string => join(folder, calibrationFile)

/**
 * Measurements kept in a data folder; none where there is no file.
 *
 * @throws CalibrationError for a damaged file: it is never written over.
 */
export async function readCalibration(folder: string): Promise<readonly CalibrationRecord[]> {
  const path = pathIn(folder)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new CalibrationError(`The measurements in ${path} cannot be read: check the rights of the file.`)
  }
  try {
    return calibrationFileSchema.parse(JSON.parse(text))
  } catch {
    throw new CalibrationError(`The measurements in ${path} are damaged: repair the file or move it away.`)
  }
}

async function write(folder: string, records: readonly CalibrationRecord[]): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await writeFileAtomic(pathIn(folder), `${JSON.stringify(calibrationFileOf(records), null, 2)}\n`)
  } catch {
    throw new CalibrationError(
      `The measurement could not be saved in ${folder}: make it writable, or name another folder in PLIMSOLL_DATA.`
    )
  }
}

/** Keeps a measurement under the next number and gives it back. */
export async function addCalibration(folder: string, measured: Measurement): Promise<CalibrationRecord> {
  const records = await readCalibration(folder)
  const added = { id: Math.max(0, ...records.map(({ id }) => id)) + 1, ...measured }
  await write(folder, [...records, added])
  return added
}

/** Whether there was a measurement of that number to remove. */
export async function removeCalibration(folder: string, id: number): Promise<boolean> {
  const records = await readCalibration(folder)
  const rest = records.filter((each) => each.id !== id)
  if (rest.length === records.length) return false
  await write(folder, rest)
  return true
}
