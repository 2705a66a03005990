import { useEffect, useMemo } from 'react'
import type { DeviceById } from '../../core/machine/added-accelerators.ts'
import { applyCalibration } from '../../core/machine/apply-calibration.ts'
import { applyOverrides } from '../../core/machine/overrides.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { overridesOf } from './change-overrides.ts'
import { useChoices } from './choices.ts'
import { loadDevices, useDeviceLookup } from './device-lookup.ts'
import { useMachineReading } from './machine-reading.ts'
import { useMeasurements } from './measurements.ts'
import { useStandIn } from './stand-in.ts'
import { useLiveMemory } from './watch-memory.ts'

const notNeeded: DeviceById = () => undefined

/** The machine that answers are for, without corrections: the one read here, or the one that stands in for it. */
export function useMachineBeneath(): Machine | null {
  const choice = useChoices((state) => state.machine)
  const { machine } = useMachineReading()
  const other = useStandIn(choice)
  return choice === null ? machine : other
}

function useCorrected(machine: Machine | null): Machine | null {
  const overrides = useChoices(overridesOf)
  const loaded = useDeviceLookup()
  const needed = (overrides.added ?? []).some((card) => 'device' in card)
  useEffect(() => {
    if (needed) void loadDevices()
  }, [needed])
  // Where no card needs it, the look-up that arrives later must not make another machine: all answers hang on it.
  const deviceById = needed ? loaded : notNeeded
  return useMemo(
    () => machine && deviceById && applyOverrides(machine, overrides, deviceById),
    [machine, overrides, deviceById]
  )
}

/** This machine as runs on it correct it; another was not measured here. */
function useCalibrated(machine: Machine | null): Machine | null {
  const isThis = useChoices((state) => state.machine === null)
  const { records, pending } = useMeasurements()
  return useMemo(() => {
    if (!isThis || machine === null) return machine
    return pending ? null : applyCalibration(machine, records)
  }, [isThis, machine, records, pending])
}

/** The machine that answers are for as it is known without runs on it: what those are held over. */
export const useMachineUnmeasured = (): Machine | null => useCorrected(useMachineBeneath())

/**
 * The machine that answers are for, with the user's corrections on top and what was measured on it; null until the first reading arrives, and
 * until the device catalogue is there where an added card is one of its devices: no answer is shown that would change
 * at once.
 */
export const useMachine = (): Machine | null => useCalibrated(useMachineUnmeasured())

/** The same with what is free this moment, for pictures of free memory. Answers do not hang on it. */
export function useMachineNow(): Machine | null {
  const beneath = useMachineBeneath()
  const { machine: live } = useLiveMemory()
  const isThis = useChoices((state) => state.machine === null)
  return useCalibrated(useCorrected(isThis ? (live ?? beneath) : beneath))
}
