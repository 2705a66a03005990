import { Fragment, lazy, type ReactElement, Suspense, useMemo, useState } from 'react'
import type { Assessment } from '../../../core/fit/assessment.ts'
import { ParameterSquares } from '../../parts/parameter-squares.tsx'
import { runs } from '../../state/list-order.ts'
import type { Question } from '../../state/offers.ts'
import type { Step } from '../../state/undo.ts'
import { useNarrow } from '../../state/use-narrow.ts'
import { Bill } from './bill.tsx'
import { CommandCard } from './command-card.tsx'
import { FactsCard } from './facts-card.tsx'
import { Levers } from './levers.tsx'
import { NotesCard } from './notes-card.tsx'
import { SpeedCard } from './speed-card.tsx'

const CliffChart = lazy(async () => ({ default: (await import('./cliff-chart.tsx')).CliffChart }))

const orders = {
  /** What it takes on the left, what can be done about it on the right. */
  wide: [
    ['bill', 'cliffs', 'speed'],
    ['squares', 'levers', 'command', 'notes', 'facts']
  ],
  narrow: [['bill', 'levers', 'cliffs', 'command', 'speed', 'squares', 'notes', 'facts']]
} as const

/** The cards of one model in the order that the window has room for. */
export function Cards({
  machine,
  model,
  quant,
  ask,
  assessment
}: Question & { readonly assessment: Assessment }): ReactElement {
  const { parameters, notes, command } = assessment
  const question = useMemo(() => ({ machine, model, quant, ask }), [machine, model, quant, ask])
  const [pulled, setPulled] = useState<Step | null>(null)
  const cards: Readonly<Record<(typeof orders)['narrow'][number][number], ReactElement | null>> = {
    bill: <Bill assessment={assessment} />,
    cliffs: (
      <Suspense fallback={<section className="card cliff-card" />}>
        <CliffChart machine={machine} model={model} quant={assessment.quant} ask={ask} />
      </Suspense>
    ),
    speed: runs(assessment) ? <SpeedCard assessment={assessment} /> : null,
    squares:
      parameters.total !== null && parameters.active !== null ? (
        <ParameterSquares model={model} total={parameters.total} active={parameters.active} />
      ) : null,
    levers: <Levers {...{ question, pulled }} current={assessment} onPulled={setPulled} />,
    command:
      command !== null && assessment.quant !== null ? (
        <CommandCard {...{ machine, model, ask, command }} quant={assessment.quant} />
      ) : null,
    notes: notes.length > 0 ? <NotesCard notes={notes} /> : null,
    facts: <FactsCard model={model} />
  }
  const columns = orders[useNarrow() ? 'narrow' : 'wide']
  return (
    <div className="columns">
      {columns.map((names) => (
        <div className="column" key={names[0]}>
          {names.map((name) => (
            <Fragment key={name}>{cards[name]}</Fragment>
          ))}
        </div>
      ))}
    </div>
  )
}
