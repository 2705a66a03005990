import { memo, type ReactElement } from 'react'
import { grouped } from '../../../core/format.ts'
import type { ModelSpec } from '../../../core/model/model.ts'
import { withProvenance } from '../../state/provenance.ts'

const availability: Record<ModelSpec['availability'], string> = {
  'open-weights': 'open weights',
  announced: 'announced, not released',
  closed: 'closed: a service only'
}

function contextText({ contextLength, contextTrained }: ModelSpec): string {
  if (contextLength === null) return 'unknown: nothing is published'
  const trained = contextTrained === undefined ? '' : `, trained on ${grouped(contextTrained)}`
  return `${grouped(contextLength)} tokens${trained}`
}

/** What the catalogue says of the model, with its source. */
export const FactsCard = memo(function FactsCard({
  model: shown
}: {
  readonly model: ModelSpec
}): ReactElement {
  const model = withProvenance(shown)
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['Repository', model.architecture ? model.id : null],
    ['Publisher', `${model.publisher}, ${model.country}`],
    ['Released', model.release],
    ['Licence', model.license],
    ['Weights', availability[model.availability]],
    ['Reads', model.modality],
    ['Context', model.architecture ? contextText(model) : null],
    ['In the article', model.article?.wording],
    ['Note', model.note],
    ['Source', model.source]
  ]
  return (
    <section className="card">
      <h2>The model</h2>
      <dl className="facts">
        {facts.map(([name, value]) =>
          value === null || value === undefined || value === '' ? null : (
            <div key={name} className={name === 'Source' || name === 'Note' ? 'origin' : undefined}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          )
        )}
      </dl>
    </section>
  )
})
