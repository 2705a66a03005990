import { lazy, type ReactElement, Suspense, useEffect, useRef, useState } from 'react'
import type { HostApi } from '../../../contract/api.ts'
import { models } from '../../../catalog/catalog.ts'
import { isRunnable } from '../../../core/model/model.ts'
import { type CalibrationRecord, calibrationFileOf } from '../../../core/machine/calibration-record.ts'
import { measurements, readMeasurements, useMeasurements } from '../../state/measurements.ts'
import { FailureBoundary } from '../../shell/failure-boundary.tsx'
import { fetchAhead } from '../../state/when-idle.ts'
import { MeasuredRow } from './measured-row.tsx'
import { NotListed, ToldLine, useTold } from './told.tsx'

// What reads logs and holds a speed against the formula comes when somebody adds one.
const measuredForm = () => import('./measured-form.tsx')
const MeasuredForm = lazy(async () => ({ default: (await measuredForm()).MeasuredForm }))

const nameOf = ({ model }: CalibrationRecord): string =>
  models.find((one) => isRunnable(one) && one.id === model)?.name ?? model

/** Speeds measured on this machine: what they are, what they correct, and how to add, remove and export them. */
export function MeasuredSection({ host }: { readonly host: HostApi }): ReactElement {
  const { records, failure } = useMeasurements()
  const [adding, setAdding] = useState(false)
  const [told, run] = useTold(() => readMeasurements(host))
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => void readMeasurements(host), [host])
  useEffect(() => fetchAhead(measuredForm), [])

  const close = (): void => {
    setAdding(false)
    button.current?.focus()
  }
  const remove = (record: CalibrationRecord): Promise<void> =>
    run(async () => {
      const { id, ...measured } = record
      await host.removeMeasurement(id)
      // The row that was pressed is gone: the focus stays in the section.
      button.current?.focus()
      return {
        sentence: `Removed the measurement of ${nameOf(record)}.`,
        undo: () => host.addMeasurement(measured)
      }
    })
  const exportAll = (): Promise<void> =>
    run(async () => {
      const text = `${JSON.stringify(calibrationFileOf(measurements.getState().records), null, 2)}\n`
      const saved = await host.saveReport({ name: 'plimsoll-measurements.json', text })
      return saved.saved ? { sentence: `The measurements are in ${saved.where}.` } : null
    })
  return (
    <section className="card kept" aria-label="Measured here">
      <h2>Measured here</h2>
      {records.length === 0 && failure === null && (
        <p className="quiet">
          Nothing yet. A speed that you saw on this machine corrects the bandwidth or the arithmetic rate it
          hangs on, and every answer follows. <code>plimsoll calibrate run</code> measures one.
        </p>
      )}
      <NotListed failure={failure} again={() => readMeasurements(host)} />
      <ul className="kept-list">
        {records.map((record) => (
          <MeasuredRow
            key={record.id}
            record={record}
            name={nameOf(record)}
            onRemove={() => void remove(record)}
          />
        ))}
      </ul>
      <div className="add-row">
        <button
          ref={button}
          type="button"
          className="button"
          aria-expanded={adding}
          aria-disabled={failure !== null}
          onClick={() => (adding ? close() : setAdding(failure === null))}
        >
          Add a measurement…
        </button>
        {records.length > 0 && (
          <button type="button" className="button" onClick={() => void exportAll()}>
            Export
          </button>
        )}
      </div>
      {adding && (
        <FailureBoundary on={{ name: 'Close', run: close }}>
          <Suspense fallback={<p className="waiting">Opening…</p>}>
            <MeasuredForm
              onCancel={close}
              onKeep={(kept) => {
                close()
                return run(async () => {
                  for (const one of kept) await host.addMeasurement(one)
                  return { sentence: 'Kept: every answer for this machine follows it now.' }
                })
              }}
            />
          </Suspense>
        </FailureBoundary>
      )}
      <ToldLine told={told} run={run} onUndo={() => button.current?.focus()} />
    </section>
  )
}
