import { deviceById } from '../catalog/device-list.ts'
import type { Machine } from '../core/machine/machine.ts'
import { applyOverrides } from '../core/machine/overrides.ts'
import { dataFolder } from '../host/data-folder.ts'
import { calibrationFile, isAbsent, settingsFile } from '../host/kept-files.ts'

/**
 * This machine as the window and the page see it: detected, with the values that were entered by hand in place of
 * those they correct and bandwidths as measurements correct them. Imported when it is needed: a simulated machine does not pay for detection.
 *
 * @param note says what the settings file needs said, one sentence
 */
export async function thisMachine(note: (sentence: string) => void): Promise<Machine> {
  const folder = dataFolder()
  const [machine, unmeasured] = await Promise.all([
    uncalibratedMachine(note),
    isAbsent(folder, calibrationFile)
  ])
  if (unmeasured) return machine
  const [{ applyCalibration }, { CalibrationError, readCalibration }] = await Promise.all([
    import('../core/machine/apply-calibration.ts'),
    import('../host/calibrate/store.ts')
  ])
  try {
    return applyCalibration(machine, await readCalibration(folder))
  } catch (error) {
    if (!(error instanceof CalibrationError)) throw error
    note(error.message)
    return machine
  }
}

/** The same without what was measured on it: bandwidths are those of data sheets or entered by hand. */
export async function uncalibratedMachine(note: (sentence: string) => void): Promise<Machine> {
  const folder = dataFolder()
  const [machine, untouched] = await Promise.all([
    import('../host/detect-here.ts').then(({ detectHere }) => detectHere()),
    isAbsent(folder, settingsFile)
  ])
  if (untouched) return machine
  const stored = await (await import('../host/settings.ts')).readSettings(folder)
  if (stored.note !== null) note(stored.note)
  return applyOverrides(machine, stored.settings.overrides, deviceById)
}
