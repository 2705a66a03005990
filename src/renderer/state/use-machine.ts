import { useMemo } from 'react'
import { applyOverrides } from '../../core/machine/overrides.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { useChoices } from './choices.ts'
import { useMachineReading } from './machine-reading.ts'

/** The machine as detected, with the user's corrections on top; null until the first reading arrives. */
export function useMachine(): Machine | null {
  const { machine } = useMachineReading()
  const overrides = useChoices((state) => state.overrides)
  return useMemo(() => machine && applyOverrides(machine, overrides), [machine, overrides])
}
