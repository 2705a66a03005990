import { type ReactElement, useEffect, useMemo } from 'react'
import type { HostApi } from '../../contract/api.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { ModelSearch } from '../parts/model-search.tsx'
import { choices } from '../state/choices.ts'
import {
  addColumn,
  mostColumns,
  questionOf,
  setColumns,
  undoCompared,
  useCompared
} from '../state/compared.ts'
import { loadDevices, useDeviceLookup } from '../state/device-lookup.ts'
import { listKept, useKeptMachines } from '../state/kept-machines.ts'
import { answer } from './compare/answered.ts'
import { CompareTable } from './compare/compare-table.tsx'
import { comparisonText } from './compare/rows.ts'
import { StartPoints } from './compare/start-points.tsx'

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select')

/** Up to four of model x quantisation x machine, side by side. */
export function CompareView({
  machine,
  host
}: {
  readonly machine: Machine
  readonly host: HostApi
}): ReactElement {
  const columns = useCompared((state) => state.columns)
  const undoable = useCompared((state) => state.past.length > 0)
  const note = useCompared((state) => state.note)
  const { machines, failure } = useKeptMachines()
  const kept = useMemo(
    () => machines?.map((machine) => ({ name: machine.name, machine })) ?? null,
    [machines]
  )
  const deviceById = useDeviceLookup()
  useEffect(() => void listKept(host), [host])
  const needsDevices = columns.some((column) => column.machine.kind === 'simulated')
  useEffect(() => {
    if (needsDevices) void loadDevices()
  }, [needsDevices])
  useEffect(() => {
    const undo = (event: KeyboardEvent): void => {
      if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || typing(event.target))
        return
      event.preventDefault()
      undoCompared()
    }
    window.addEventListener('keydown', undo)
    return () => window.removeEventListener('keydown', undo)
  }, [])
  const answered = useMemo(
    () => answer(columns, { here: machine, kept, deviceById }),
    [columns, machine, kept, deviceById]
  )
  const text = useMemo(() => (answered.length > 0 ? comparisonText(answered) : ''), [answered])
  return (
    <>
      <h1>Compare</h1>
      <p className="answer">
        Up to four side by side: models, quantisations or machines. Rows in which they differ are marked ≠.
      </p>
      <div className="compare-tools">
        {columns.length < mostColumns ? (
          <ModelSearch
            label="Add a model"
            onChoose={(model) => addColumn(questionOf(choices.getState(), model.slug), model.name)}
          />
        ) : (
          <p className="quiet">Four are compared. Remove one to add another.</p>
        )}
        {columns.length > 0 && <CopyButton text={text} what="comparison" />}
        {(undoable || columns.length > 0) && (
          <button
            type="button"
            className="button"
            aria-keyshortcuts="Control+Z"
            aria-disabled={!undoable}
            onClick={undoCompared}
          >
            Undo
          </button>
        )}
        {columns.length > 0 && (
          <button type="button" className="link" onClick={() => setColumns([])}>
            Remove all
          </button>
        )}
        <span role="status" className="compare-status">
          {note}
        </span>
      </div>
      {failure !== null && <p className="quiet">{failure}</p>}
      {columns.length === 0 ? (
        <StartPoints machine={machine} />
      ) : (
        <CompareTable answered={answered} here={machine} kept={kept ?? []} />
      )}
    </>
  )
}
