import { type ReactElement, useMemo } from 'react'
import type { Machine } from '../../../core/machine/machine.ts'
import { useChoices } from '../../state/choices.ts'
import { setColumns } from '../../state/compared.ts'
import { useAsk } from '../../state/use-ask.ts'
import { useListAssessments } from '../../state/use-list-assessments.ts'
import { startsOf } from './starts.ts'

/** What to begin with, worked out from what this machine carries. */
export function StartPoints({ machine }: { readonly machine: Machine }): ReactElement {
  const { assessments, ask, waiting } = useListAssessments(machine, useAsk())
  const model = useChoices((state) => state.model)
  const starts = useMemo(
    () => (waiting > 0 ? [] : startsOf(assessments, { ...ask, model })),
    [assessments, ask, model, waiting]
  )
  if (waiting > 0)
    return (
      <p className="waiting" role="status">
        Looking for comparisons worth making on this machine: {waiting} models to go…
      </p>
    )
  if (starts.length === 0)
    return (
      <p className="empty">
        No model of the catalogue runs here as it is asked for. Search for one above, then choose another
        machine for its column.
      </p>
    )
  return (
    <ul className="starts" aria-label="Begin with">
      {starts.map(({ name, what, questions }) => (
        <li key={name}>
          <button type="button" className="start" onClick={() => setColumns(questions)}>
            <strong>{name}</strong>
            <span>{what}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
