import { lazy, type ReactElement, Suspense, useEffect, useRef, useState } from 'react'
import type { HostApi } from '../../../contract/api.ts'
import { models } from '../../../catalog/catalog.ts'
import { isRunnable } from '../../../core/model/model.ts'
import type { CalibrationRecord } from '../../../core/machine/calibration-record.ts'
import { measurements, readMeasurements, useMeasurements } from '../../state/measurements.ts'
import { FailureBoundary } from '../../shell/failure-boundary.tsx'
import { sentenceOf } from '../../state/sentence-of.ts'
import { fetchAhead } from '../../state/when-idle.ts'
import { MeasuredRow } from './measured-row.tsx'

// What reads logs and holds a speed against the formula comes when somebody adds one.
const measuredForm = () => import('./measured-form.tsx')
const MeasuredForm = lazy(async () => ({ default: (await measuredForm()).MeasuredForm }))

interface Told {
  readonly sentence: string
  readonly isWrong?: boolean
  readonly undo?: () => Promise<unknown>
}

const nameOf = ({ model }: CalibrationRecord): string =>
  models.find((one) => isRunnable(one) && one.id === model)?.name ?? model

/** Speeds measured on this machine: what they are, what they correct, and how to add, remove and export them. */
export function MeasuredSection({ host }: { readonly host: HostApi }): ReactElement {
  const { records, failure } = useMeasurements()
  const [adding, setAdding] = useState(false)
  const [told, setTold] = useState<Told | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => void readMeasurements(host), [host])
  useEffect(() => fetchAhead(measuredForm), [])

  /** Runs what may fail, reads the list anew, and says how it went. */
  const run = async (work: () => Promise<Told | null>): Promise<void> => {
    try {
      const next = await work()
      await readMeasurements(host)
      setTold(next)
    } catch (error) {
      setTold({ sentence: sentenceOf(error), isWrong: true })
    }
  }
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
      const text = `${JSON.stringify({ version: 2, records: measurements.getState().records }, null, 2)}\n`
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
      {failure !== null && (
        <p className="wrong">
          {failure}{' '}
          <button type="button" className="link" onClick={() => void readMeasurements(host)}>
            Try again
          </button>
        </p>
      )}
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
      <p className={told?.isWrong ? 'told wrong' : 'told'} role="status">
        {told && (
          <>
            {told.sentence}{' '}
            {told.undo && (
              <button
                type="button"
                className="link"
                onClick={() => {
                  button.current?.focus()
                  void run(async () => {
                    await told.undo?.()
                    return null
                  })
                }}
              >
                Undo
              </button>
            )}
          </>
        )}
      </p>
    </section>
  )
}
