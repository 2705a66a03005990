import { type EngineSettings, engineDefaults } from '../engine/settings.ts'
import type { Machine } from '../machine/machine.ts'
import { profileOf } from '../memory/weights.ts'
import type { RunnableModel } from '../model/model.ts'
import { roomOf } from '../placement/room.ts'
import type { FileType } from '../quant/file-type.ts'
import { type Result, err, ok } from '../result.ts'
import type { SpeedInput } from '../speed/speed-input.ts'
import type { Workload } from './assessment.ts'
import { plan } from './plan.ts'
import { residentsOf } from './residents.ts'
import { speedInputOf } from './speed-input-of.ts'

/**
 * What the speed model reads of one file on one machine, placed as `assess` places it: to hold a measured speed
 * against. The error is a sentence: the model does not fit, or a size is unknown.
 */
export function placedSpeedInput(
  { architecture, contextTrained, contextLength }: RunnableModel,
  fileType: FileType,
  machine: Machine,
  engine: Partial<EngineSettings>,
  workload: Workload
): Result<SpeedInput, string> {
  const room = roomOf(machine)
  if (!room.ok) return err(room.error.message)
  const profile = profileOf(architecture, fileType)
  const placed = plan({
    architecture,
    engine: { ...engineDefaults, ...engine },
    room: room.value,
    profile,
    trainedContext: contextTrained ?? contextLength
  })
  if (placed.level === 'does-not-fit') return err('The model does not fit this machine with these settings.')
  const residents = residentsOf(architecture, placed, room.value)
  return ok(speedInputOf(architecture, { profile, plan: placed }, residents, room.value, machine, workload))
}
