import type { ReactElement } from 'react'
import type { Machine } from '../../../core/machine/machine.ts'
import type { ModelSpec } from '../../../core/model/model.ts'
import { SpeedText } from '../../parts/speed-text.tsx'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import { assessmentOf } from '../../state/assessments.ts'
import { openModel } from '../../state/choices.ts'
import { runs } from '../../state/list-order.ts'
import { useAsk } from '../../state/use-ask.ts'
import { sizeText } from '../../state/list-figures.ts'

/** One model with its verdict, as in the list; a press opens it. */
export function ModelLine({
  model,
  machine,
  where
}: {
  readonly model: ModelSpec
  readonly machine: Machine
  readonly where: string
}): ReactElement {
  const assessment = assessmentOf(machine, model, 'auto', useAsk())
  return (
    <button type="button" className="own-row" onClick={() => openModel(model.slug)}>
      <span className="own-name">
        <strong>{model.name}</strong>
        <small>
          {sizeText({ model, assessment })}
          {assessment.quant !== null && ` · ${assessment.quant}`} · {where}
        </small>
      </span>
      <span className="own-answer">
        <VerdictMark verdict={assessment.verdict} />
        {runs(assessment) && (
          <span className="own-speed">
            <SpeedText speed={assessment.speed} />
          </span>
        )}
      </span>
    </button>
  )
}
