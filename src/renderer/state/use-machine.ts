import { useEffect, useMemo } from 'react'
import type { DeviceById } from '../../core/machine/added-accelerators.ts'
import { applyOverrides } from '../../core/machine/overrides.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { useChoices } from './choices.ts'
import { loadDevices, useDeviceLookup } from './device-lookup.ts'
import { useMachineReading } from './machine-reading.ts'
import { useReportMachine } from './report-machine.ts'

const notNeeded: DeviceById = () => undefined

/**
 * The machine as detected, with the user's corrections on top; null until the first reading arrives, and until the
 * device catalogue is there where an added card is one of its devices: no answer is shown that would change at once.
 */
export function useMachine(): Machine | null {
  const { machine: own } = useMachineReading()
  const machine = useReportMachine()?.machine ?? own
  const overrides = useChoices((state) => state.overrides)
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
