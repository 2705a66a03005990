import { deviceById } from '../catalog/devices.ts'
import type { Machine } from '../core/machine/machine.ts'
import { applyOverrides } from '../core/machine/overrides.ts'

/**
 * This machine as the window and the page see it: detected, with the values that were entered by hand in place of
 * those they correct. Imported when it is needed: a simulated machine does not pay for detection.
 *
 * @param note says what the settings file needs said, one sentence
 */
export async function thisMachine(note: (sentence: string) => void): Promise<Machine> {
  const [{ detectHere }, { readSettings }, { dataFolder }] = await Promise.all([
    import('../host/detect-here.ts'),
    import('../host/settings.ts'),
    import('../host/data-folder.ts')
  ])
  const [machine, stored] = await Promise.all([detectHere(), readSettings(dataFolder())])
  if (stored.note !== null) note(stored.note)
  return applyOverrides(machine, stored.settings.overrides, deviceById)
}
