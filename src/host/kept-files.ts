import { stat } from 'node:fs/promises'
import { join } from 'node:path'

/* Names of what is kept in the data folder, apart from what reads it: where nothing is kept, no reader is loaded. */

export const settingsFile = 'settings.json'
export const calibrationFile = 'calibration.json'

/** Whether a file is not there; what cannot be looked at may be. */
export const isAbsent = (folder: string, file: string): Promise<boolean> =>
  stat(join(folder, file)).then(
    () => false,
    (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'
  )
