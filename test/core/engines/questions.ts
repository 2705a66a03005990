import { findDevice } from '../../../src/catalog/find-device.ts'
import { findModel } from '../../../src/catalog/find-model.ts'
import type { Ask, Target } from '../../../src/core/fit/ask.ts'
import { assess } from '../../../src/core/fit/assess.ts'
import type { Assessment } from '../../../src/core/fit/assessment.ts'
import type { Machine, Platform } from '../../../src/core/machine/machine.ts'
import { simulatedMachine } from '../../../src/core/machine/simulated.ts'
import type { ModelSpec } from '../../../src/core/model/model.ts'

/** A model of the catalogue by name. */
export function modelNamed(name: string): ModelSpec {
  const found = findModel(name)
  if (!found.ok) throw new Error(found.error.message)
  return found.value
}

/** A machine of `count` equal catalogue devices. */
export function machineOf(name: string, count: number, memoryGib?: number, platform?: Platform): Machine {
  const found = findDevice(name, memoryGib)
  if (!found.ok) throw new Error(found.error.message)
  return simulatedMachine({
    devices: [{ spec: found.value, count }],
    ramGib: 64,
    ...(platform && { platform })
  })
}

/** The answer, or the message of the error. */
export function answer(
  model: string,
  target: Target,
  engine: Ask['engine'],
  quant = 'auto'
): Assessment | string {
  const result = assess(modelNamed(model), target, { quant, engine })
  return result.ok ? result.value : result.error.message
}

export function assessed(...asked: Parameters<typeof answer>): Assessment {
  const given = answer(...asked)
  if (typeof given === 'string') throw new Error(given)
  return given
}
