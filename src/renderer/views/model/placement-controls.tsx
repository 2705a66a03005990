import { memo, type ReactElement, useMemo, useState } from 'react'
import { type Assessment, isLlama } from '../../../core/fit/assessment.ts'
import { grouped } from '../../../core/format.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import type { RunnableModel } from '../../../core/model/model.ts'
import type { FileType } from '../../../core/quant/file-type.ts'
import { type Ask, assessmentOf } from '../../state/assessments.ts'
import { choose, type Tuning, untuned } from '../../state/choices.ts'
import { AutoSlider } from './auto-slider.tsx'

const ubatchSteps = [64, 128, 256, 512, 1024, 2048, 4096]

const upTo = (most: number): readonly number[] => Array.from({ length: most + 1 }, (_, i) => i)

interface Placed {
  readonly gpuLayers: number
  readonly cpuMoeLayers: number
}

/** Layers where they lie, clamped to those there are: `-ngl 999` is a habit. */
function placedIn({ engine }: Assessment, layers: number): Placed {
  if (!isLlama(engine)) return { gpuLayers: 0, cpuMoeLayers: 0 }
  return {
    gpuLayers: Math.min(engine.gpuLayers, layers + 1),
    cpuMoeLayers: Math.min(engine.cpuMoeLayers, layers)
  }
}

/** What the planner would take for one setting that was set, the others staying as they are. */
function usePlanners(
  { machine, model, quant, ask, tuning }: Asked,
  key: 'gpuLayers' | 'cpuMoeLayers',
  placed: Placed
): number {
  return useMemo(() => {
    if (tuning[key] === 'auto') return placed[key]
    const left = assessmentOf(machine, model, quant, { ...ask, tuning: { ...tuning, [key]: 'auto' } })
    return placedIn(left, model.architecture.layers)[key]
  }, [machine, model, quant, ask, tuning, key, placed])
}

interface Asked {
  readonly machine: Machine
  readonly model: RunnableModel
  readonly quant: FileType | 'auto'
  readonly ask: Ask
  readonly tuning: Tuning
}

const isTuned = (tuning: Tuning): boolean =>
  tuning.ubatch !== untuned.ubatch || tuning.gpuLayers !== 'auto' || tuning.cpuMoeLayers !== 'auto'

/**
 * Where layers and experts go, and how many tokens are computed at once. Folded away, with what the planner chose in
 * its heading, until somebody opens it or something in it is set.
 */
export const PlacementControls = memo(function PlacementControls({
  assessment,
  consequence,
  ...asked
}: Asked & { readonly assessment: Assessment; readonly consequence: string }): ReactElement {
  const { model, tuning } = asked
  const { layers, experts } = model.architecture
  const tuned = isTuned(tuning)
  const [opened, setOpened] = useState(false)
  const placed = useMemo(() => placedIn(assessment, layers), [assessment, layers])
  const plannersLayers = usePlanners(asked, 'gpuLayers', placed)
  const plannersExperts = usePlanners(asked, 'cpuMoeLayers', placed)
  const tune = (change: Partial<Tuning>): void => choose({ tuning: { ...tuning, ...change } })
  const gpus = asked.machine.accelerators.length > 0
  return (
    <details
      className="placement"
      open={opened || tuned}
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary>
        <strong>Placement</strong>{' '}
        <span>
          {tuned ? 'set by hand' : 'automatic'}
          {gpus && `: ${placed.gpuLayers} of ${layers + 1} layers on the GPU`}
          {gpus && experts && `, experts of ${placed.cpuMoeLayers} in RAM`}
          {`, micro-batch ${grouped(tuning.ubatch)}`}
        </span>
      </summary>
      <div className="placement-sliders">
        {gpus && (
          <AutoSlider
            label="Layers on the GPU"
            steps={upTo(layers + 1)}
            value={placed.gpuLayers}
            text={`${placed.gpuLayers} of ${layers + 1}`}
            automatic={`Automatic: ${plannersLayers} of ${layers + 1}`}
            set={tuning.gpuLayers !== 'auto'}
            consequence={consequence}
            onChange={(gpuLayers) => tune({ gpuLayers })}
            onAutomatic={() => tune({ gpuLayers: 'auto' })}
          />
        )}
        {gpus && experts && (
          <AutoSlider
            label="Layers with experts in RAM"
            steps={upTo(layers)}
            value={placed.cpuMoeLayers}
            text={`${placed.cpuMoeLayers} of ${layers}`}
            automatic={`Automatic: ${plannersExperts} of ${layers}`}
            set={tuning.cpuMoeLayers !== 'auto'}
            consequence={consequence}
            onChange={(cpuMoeLayers) => tune({ cpuMoeLayers })}
            onAutomatic={() => tune({ cpuMoeLayers: 'auto' })}
          />
        )}
        <AutoSlider
          label="Micro-batch"
          steps={ubatchSteps}
          value={tuning.ubatch}
          text={`${grouped(tuning.ubatch)} tokens`}
          automatic={`llama.cpp’s own: ${grouped(untuned.ubatch)}`}
          set={tuning.ubatch !== untuned.ubatch}
          consequence={consequence}
          onChange={(ubatch) => tune({ ubatch })}
          onAutomatic={() => tune({ ubatch: untuned.ubatch })}
        />
      </div>
    </details>
  )
})
