import { useEffect, useMemo, useState } from 'react'
import { type Need, needSteps, type NeedStep } from '../../../core/fit/need.ts'
import { contextWithin } from '../../../core/fit/context-limit.ts'
import type { DeviceSpec } from '../../../core/machine/device.ts'
import type { RunnableModel } from '../../../core/model/model.ts'
import type { FileType } from '../../../core/quant/file-type.ts'
import type { Result } from '../../../core/result.ts'
import type { SettingsError } from '../../../core/placement/validate-settings.ts'
import type { Ask } from '../../state/assessments.ts'
import { type Sliced, useInSlices } from '../../state/use-in-slices.ts'

/** A slider that is dragged asks for every stop it passes; the search is worth beginning where it rests. */
const restMs = 150

function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}

/** The device catalogue, fetched when this is first used; null until then, a sentence where it cannot be had. */
export function useDevices(): readonly DeviceSpec[] | string | null {
  const [devices, setDevices] = useState<readonly DeviceSpec[] | string | null>(null)
  useEffect(() => {
    import('../../../catalog/devices.ts').then(
      (catalogue) => setDevices(catalogue.devices),
      () => setDevices('The device catalogue could not be loaded. Reload the page.')
    )
  }, [])
  return devices
}

export interface NeedAsked {
  readonly model: RunnableModel
  readonly quant: FileType
  readonly ask: Ask
  /** Decimal GB/s; 0 stands for unknown. */
  readonly ramBandwidthGBs: number
}

export interface NeedSearch extends Sliced<NeedStep, Result<Need, SettingsError>> {
  readonly stopped: boolean
  readonly stop: (stopped: boolean) => void
}

/** The smallest machines that carry a model, looked for between frames. Another question is looked for again. */
export function useNeed(
  { model, quant, ask, ramBandwidthGBs }: NeedAsked,
  devices: readonly DeviceSpec[] | string | null
): NeedSearch {
  const { contextTokens, parallel, cacheType } = useRested(ask)
  const work = useMemo(() => {
    if (devices === null || typeof devices === 'string') return null
    // llama.cpp divides the context among its users.
    const engine = { contextTokens: contextWithin(model, contextTokens) * parallel, parallel, cacheType }
    const ram = ramBandwidthGBs === 0 ? undefined : ramBandwidthGBs
    return () => needSteps(model, quant, engine, devices, ram)
  }, [model, quant, contextTokens, parallel, cacheType, ramBandwidthGBs, devices])
  const [given, setGiven] = useState<typeof work>(null)
  const stopped = work !== null && given === work
  return {
    ...useInSlices(work, stopped),
    stopped,
    stop: (wanted) => setGiven(() => (wanted ? work : null))
  }
}
