import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { calibrationFile } from '../kept-files.ts'

const record = z.strictObject({
  id: z.number().int().positive(),
  date: z.string(),
  engine: z.string(),
  model: z.string(),
  quant: z.string(),
  depthTokens: z.number().int().min(0),
  tokensPerSecond: z.number().positive(),
  /** What it corrects: `RAM` or an accelerator's name, and its bandwidth over the data sheet. */
  device: z.string(),
  factor: z.number().positive()
})
const file = z.strictObject({ version: z.literal(1), records: z.array(record) })

/** One measurement that is kept, with the correction it led to. */
export type CalibrationRecord = z.infer<typeof record>

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
    return file.parse(JSON.parse(text)).records
  } catch {
    throw new CalibrationError(`The measurements in ${path} are damaged: repair the file or move it away.`)
  }
}

async function write(folder: string, records: readonly CalibrationRecord[]): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await writeFileAtomic(pathIn(folder), `${JSON.stringify({ version: 1, records }, null, 2)}\n`)
  } catch {
    throw new CalibrationError(
      `The measurement could not be saved in ${folder}: make it writable, or name another folder in PLIMSOLL_DATA.`
    )
  }
}

/** Keeps a measurement under the next number and gives it back. */
export async function addCalibration(
  folder: string,
  measured: Omit<CalibrationRecord, 'id'>
): Promise<CalibrationRecord> {
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
