import { type ReactElement, useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'
import { tokens } from '../../core/format.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { AskControls } from '../parts/ask-controls.tsx'
import { TourLink } from '../parts/tour-link.tsx'
import { copy } from '../parts/copy-button.tsx'
import { Segmented } from '../parts/segmented.tsx'
import type { Ask } from '../state/assessments.ts'
import { choices, choose, useChoices } from '../state/choices.ts'
import { longestListContext } from '../state/context-steps.ts'
import { useFinder } from '../state/finder.ts'
import { groupedItems, type Item, listItems } from '../state/list-items.ts'
import { useListPlace } from '../state/list-place.ts'
import { foundRows, sortedRows, withChip, withFacets } from '../state/list-rows.ts'
import { lineText, tableText } from '../state/list-text.ts'
import { useWhere } from '../state/where.ts'
import { useAfter } from '../state/use-after.ts'
import { useAsk } from '../state/use-ask.ts'
import { useListAssessments } from '../state/use-list-assessments.ts'
import { useQuantAnswers } from '../state/use-quant-answers.ts'
import { useFilterBar } from './list/filter-bar.tsx'
import { FilterChips } from './list/filter-chips.tsx'
import { ListTools } from './list/list-tools.tsx'
import { ModelList } from './list/model-list.tsx'
import { NothingFound } from './list/nothing-found.tsx'
import { SearchAnswer } from './list/search-answer.tsx'
import { SearchBox } from './list/search-box.tsx'
import { WhatIsMissing } from './list/what-is-missing.tsx'
import { YoursChip } from './own/yours-chip.tsx'

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

/** Escape anywhere in the view takes the search away first. */
function clearSearchOnEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented || choices.getState().query === '') return
  event.preventDefault()
  choose({ query: '' })
}

function SpeedFloor(): ReactElement {
  const facets = useChoices((state) => state.facets)
  return (
    <Segmented
      label="At least"
      options={[0, 5, 20]}
      value={facets.speed}
      name={(speed) => (speed === 0 ? 'any speed' : `${speed} tok/s`)}
      onChange={(speed) => choose({ facets: { ...facets, speed } })}
    />
  )
}

/** Lines as text into the clipboard, and the sentence that says how it went. */
function useCopying(): readonly [{ readonly text: string } | null, (text: string, what: string) => void] {
  const [copied, setCopied] = useState<{ readonly text: string } | null>(null)
  const take = useCallback((text: string, what: string) => {
    void copy(text).then((done) =>
      setCopied({ text: done ? `${what} copied.` : 'The clipboard refused it: select and copy by hand.' })
    )
  }, [])
  return [copied, take]
}

export function ListView({ machine }: { readonly machine: Machine }): ReactElement {
  const query = useChoices((state) => state.query)
  const filter = useChoices((state) => state.filter)
  const sort = useChoices((state) => state.sort)
  const facets = useChoices((state) => state.facets)
  const grouped = useChoices((state) => state.grouped)
  const open = useListPlace((state) => state.open)
  const folded = useListPlace((state) => state.folded)
  const latestAsk = useAsk()
  const where = useWhere(machine)
  const list = useListAssessments(machine, latestAsk)
  const { assessments, ask, waiting, complete } = list
  const quants = useQuantAnswers(machine, latestAsk, open)
  const late = useAfter(waiting > 0, 300)
  // The box answers at once; a list that takes longer to draw follows.
  const laterQuery = useDeferredValue(query)
  const find = useFinder(query !== '')
  const found = useMemo(() => find?.(laterQuery) ?? null, [find, laterQuery])
  const all = useMemo(() => sortedRows(list, sort), [list, sort])
  const matching = useMemo(
    () =>
      found
        ? foundRows(
            list,
            found.hits.map(({ model }) => model)
          )
        : all,
    [list, found, all]
  )
  const chipped = useMemo(() => withChip(matching, filter), [matching, filter])
  const rows = useMemo(() => withFacets(chipped, facets), [chipped, facets])
  const items = useMemo(
    () => (grouped ? groupedItems(rows, quants, folded) : listItems(rows, quants)),
    [rows, quants, folded, grouped]
  )
  const question = useMemo(
    () => JSON.stringify([laterQuery, filter, sort, facets, grouped]),
    [laterQuery, filter, sort, facets, grouped]
  )
  const filterBar = useFilterBar(chipped)
  const [copied, take] = useCopying()
  const { parallel } = ask
  const onCopy = useCallback(
    (item: Item): void => {
      if (item.kind === 'group') {
        const members = rows.filter(({ model }) => model.family === item.family)
        take(tableText(members, parallel), `The family ${item.family}`)
        return
      }
      const { model } = item.row
      const { assessment } = item.kind === 'quant' ? item : item.row
      take(lineText({ model, assessment }, parallel), model.name)
    },
    [rows, parallel, take]
  )
  useEffect(() => {
    window.addEventListener('keydown', clearSearchOnEscape)
    return () => window.removeEventListener('keydown', clearSearchOnEscape)
  }, [])
  const clear = found?.clear && matching[0]?.assessment
  return (
    <>
      <h1>What can {where} carry?</h1>
      <p className="answer" role="status">
        {(complete || late) && assessments.length > 0 && (
          <>
            {!complete && 'So far '}
            {listSentence(assessments, list.machine, ask)}
          </>
        )}
        {late && (
          <span className="quiet">
            {list.machine !== machine && complete && ' The machine was read again.'} Working out {waiting}{' '}
            more…
          </span>
        )}
      </p>
      <WhatIsMissing machine={machine} assessments={assessments} />
      <div className="strip">
        <AskControls limit={longestListContext}>
          <SpeedFloor />
        </AskControls>
      </div>
      <div className="search-row">
        <SearchBox first={rows[0]?.model.slug ?? null} settled={laterQuery === query && find !== null} />
        {filterBar.button}
        <FilterChips assessments={assessments} />
        <YoursChip />
        <TourLink />
      </div>
      {filterBar.below}
      {clear && <SearchAnswer best={clear} />}
      <ListTools
        rows={rows}
        searching={found !== null}
        copied={copied}
        onCopyTable={() => take(tableText(rows, parallel), 'The table')}
      />
      {items.length > 0 ? (
        <ModelList
          items={items}
          reasons={found?.reasons ?? null}
          busy={waiting > 0}
          parallel={parallel}
          question={question}
          onCopy={onCopy}
        />
      ) : waiting > 0 && (found === null || matching.length > 0) ? (
        <p className="empty" aria-busy="true">
          {late && 'Working it out…'}
        </p>
      ) : (
        <NothingFound rows={matching} />
      )}
    </>
  )
}
