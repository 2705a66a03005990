import { type ReactElement, useMemo } from 'react'
import { models } from '../../../catalog/catalog.ts'
import type { Assessment } from '../../../core/fit/assessment.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { useChoices } from '../../state/choices.ts'
import { setColumns } from '../../state/compared.ts'
import { useAsk } from '../../state/use-ask.ts'
import { type Ask, assessmentOf } from '../../state/assessments.ts'
import { useInSlices } from '../../state/use-in-slices.ts'
import { startsOf } from './starts.ts'

/** What people run now: known by name, and answered long before the whole list is. */
const popular = models.filter(({ popularity }) => popularity !== undefined)

function* answersOf(machine: Machine, ask: Ask): Generator<number, readonly Assessment[]> {
  const answers: Assessment[] = []
  for (const model of popular) {
    answers.push(assessmentOf(machine, model, 'auto', ask))
    yield popular.length - answers.length
  }
  return answers
}

/** What to begin with, worked out from what this machine carries. */
export function StartPoints({ machine }: { readonly machine: Machine }): ReactElement {
  const ask = useAsk()
  const model = useChoices((state) => state.model)
  const work = useMemo(() => () => answersOf(machine, ask), [machine, ask])
  const { step, answer, slow } = useInSlices(work)
  const starts = useMemo(() => answer && startsOf(answer, { ...ask, model }), [answer, ask, model])
  if (!starts)
    return (
      <p className="waiting" role="status">
        {slow && `Looking for comparisons worth making here: ${step ?? popular.length} models to go…`}
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
