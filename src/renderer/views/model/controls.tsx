import { memo, type ReactElement } from 'react'
import { grouped } from '../../../core/format.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import type { RunnableModel } from '../../../core/model/model.ts'
import { ContextSlider } from '../../parts/context-slider.tsx'
import { SteppedSlider } from '../../parts/stepped-slider.tsx'
import type { Ask } from '../../state/assessments.ts'
import { choose } from '../../state/choices.ts'
import { longestListContext } from '../../state/context-steps.ts'
import { CacheTypeControl } from './cache-type.tsx'
import { QuantSelect } from './quant-select.tsx'

/** More at once is a server's business; an address may ask for it all the same. */
const mostUsers = 64
const userSteps = Array.from({ length: mostUsers }, (_, i) => i + 1)
const userTicks = [1, 16, 32, 48, 64].map((step) => ({ step, text: String(step) }))

/** The question that the answer is for: what is asked of this model. Each slider says what it leads to. */
export const Controls = memo(function Controls({
  machine,
  model,
  ask: { contextTokens, parallel, cacheType },
  quant,
  taken,
  fits,
  consequence
}: {
  readonly machine: Machine
  readonly model: RunnableModel
  readonly ask: Ask
  readonly quant: Parameters<typeof QuantSelect>[0]['chosen']
  /** The quantisation of the answer, and whether it fits. */
  readonly taken: string | null
  readonly fits: boolean
  readonly consequence: string
}): ReactElement {
  return (
    <div className="controls">
      {/* A file is taken as it stands. */}
      {!model.file && (
        <QuantSelect machine={machine} model={model} chosen={quant} taken={taken} fits={fits} />
      )}
      <ContextSlider
        value={contextTokens}
        limit={model.contextLength ?? longestListContext}
        perUser={parallel > 1}
        consequence={consequence}
        onChange={(tokens) => choose({ contextTokens: tokens })}
      />
      <SteppedSlider
        label="Users at once"
        steps={userSteps}
        value={parallel}
        text={grouped(parallel)}
        consequence={consequence}
        ticks={userTicks}
        onChange={(users) => choose({ parallel: users })}
      />
      <CacheTypeControl architecture={model.architecture} value={cacheType} />
    </div>
  )
})
