import { type ReactElement, useDeferredValue, useMemo } from 'react'
import type { SearchHit } from '../../catalog/search-models.ts'
import { tokens } from '../../core/format.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import type { Machine } from '../../core/machine/machine.ts'
import type { ModelSpec } from '../../core/model/model.ts'
import { AskControls } from '../parts/ask-controls.tsx'
import { TourLink } from '../parts/tour-link.tsx'
import { type Ask, assessmentOf } from '../state/assessments.ts'
import { useChoices } from '../state/choices.ts'
import { longestListContext } from '../state/context-steps.ts'
import { clearMatch } from '../state/clear-match.ts'
import { arrange, filters } from '../state/list-order.ts'
import { searchAll } from '../state/own-models.ts'
import { useAsk } from '../state/use-ask.ts'
import { useListAssessments } from '../state/use-list-assessments.ts'
import { FilterChips } from './list/filter-chips.tsx'
import { ModelList } from './list/model-list.tsx'
import { SearchAnswer } from './list/search-answer.tsx'
import { SearchBox } from './list/search-box.tsx'
import { WhatIsMissing } from './list/what-is-missing.tsx'
import { YoursChip } from './own/yours-chip.tsx'

/** Matches shown: what is further down was not meant. */
const mostFound = 40

interface Found {
  readonly hits: readonly SearchHit[]
  /** The one that is meant, when that is clear; then it is the first hit. */
  readonly clear: ModelSpec | null
  /** Why a hit was found, by slug, where its name does not show it. */
  readonly reasons: ReadonlyMap<string, string>
}

/** Null for an empty box: nothing was asked. */
function find(query: string): Found | null {
  if (query.trim() === '') return null
  const all = searchAll(query)
  const clear = clearMatch(query, all)
  const hits = [...all]
    .sort((a, b) => Number(b.model === clear) - Number(a.model === clear))
    .slice(0, mostFound)
  const reasons = new Map(
    hits.flatMap(({ model, why }) => (why === null ? [] : [[model.slug, why] as const]))
  )
  return { hits, clear, reasons }
}

const users = (parallel: number): string => (parallel === 1 ? 'one user' : `${parallel} users at once`)

/** The answer to the view's question, as a person would say it. */
export function listSentence(assessments: readonly Assessment[], machine: Machine, ask: Ask): string {
  const count = (level: string): number => assessments.filter(({ verdict }) => verdict.level === level).length
  const obtainable = assessments.length - count('not-obtainable')
  const asked = `at a context of ${tokens(ask.contextTokens)} tokens (or the model’s own limit) for ${users(ask.parallel)}`
  if (machine.accelerators.length === 0)
    return `${count('cpu-only')} of ${obtainable} open-weights models run here, on the CPU, ${asked}.`
  const offload = count('fits-with-offload')
  const cpu = count('cpu-only')
  const rest = [
    offload > 0 && `${offload} more run with experts or layers in RAM`,
    cpu > 0 && `${cpu} ${offload > 0 ? '' : 'more '}on the CPU`
  ].filter((part) => part !== false)
  return `${[`${count('fits')} of ${obtainable} open-weights models fit entirely on the GPU`, ...rest].join(', ')}, ${asked}.`
}

export function ListView({ machine }: { readonly machine: Machine }): ReactElement {
  const query = useChoices((state) => state.query)
  const filter = useChoices((state) => state.filter)
  const sort = useChoices((state) => state.sort)
  const { assessments, ask, waiting } = useListAssessments(machine, useAsk())
  // The box answers at once; a list that takes longer to draw follows.
  const laterQuery = useDeferredValue(query)
  const found = useMemo(() => find(laterQuery), [laterQuery])
  const rows = useMemo(
    () =>
      found
        ? found.hits.map(({ model }) => assessmentOf(machine, model, 'auto', ask)).filter(filters[filter])
        : arrange(assessments, filter, sort),
    [assessments, found, filter, sort, machine, ask]
  )
  return (
    <>
      <h1>What can this machine carry?</h1>
      <p className="answer" role="status">
        {assessments.length > 0 && listSentence(assessments, machine, ask)}
        {waiting > 0 && <span className="quiet"> Working out {waiting} more…</span>}
      </p>
      <WhatIsMissing machine={machine} assessments={assessments} />
      <div className="strip">
        <AskControls limit={longestListContext} />
      </div>
      <div className="search-row">
        <SearchBox first={rows[0]?.model.slug ?? null} />
        <FilterChips assessments={assessments} />
        <YoursChip />
        <TourLink />
      </div>
      {found?.clear && <SearchAnswer best={assessmentOf(machine, found.clear, 'auto', ask)} />}
      <ModelList
        rows={rows}
        reasons={found?.reasons ?? null}
        waiting={found === null && waiting > 0}
        parallel={ask.parallel}
      />
    </>
  )
}
