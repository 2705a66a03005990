import { memo, type ReactElement } from 'react'
import { parameterCount } from '../../core/format.ts'
import type { RunnableModel } from '../../core/model/model.ts'

const side = 112

/** Held against read per token as two areas to scale: the small square's area is active / total of the large one's. */
export const ParameterSquares = memo(function ParameterSquares({
  model,
  total,
  active
}: {
  readonly model: RunnableModel
  readonly total: number
  readonly active: number
}): ReactElement {
  const inner = side * Math.sqrt(active / total)
  const { experts } = model.architecture
  const dense = active / total > 0.97
  return (
    <section className="card">
      <h2>
        {dense
          ? `${parameterCount(total)}, all read for every token`
          : `${parameterCount(total)} held, ${parameterCount(active)} read per token`}
      </h2>
      <div className="squares">
        <svg width={side} height={side} viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
          <rect className="squares-total" width={side} height={side} rx="4" />
          <rect className="squares-active" y={side - inner} width={inner} height={inner} rx="2" />
        </svg>
        <p>
          {dense
            ? 'A dense model: memory and speed both pay for the whole square.'
            : `Memory pays for the whole square. Speed pays for the small one${
                experts ? `: ${experts.perToken} of ${experts.count} experts a layer` : ''
              }${experts && experts.shared > 0 ? `, and ${experts.shared} shared` : ''}.`}
        </p>
      </div>
    </section>
  )
})
