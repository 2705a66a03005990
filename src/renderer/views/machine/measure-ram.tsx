import type { ReactElement } from 'react'
import type { HostApi } from '../../../contract/api.ts'
import { percent } from '../../../core/format.ts'
import { measureRam, stopMeasuring, useMeasuring } from '../../state/measure-ram.ts'

/** Measures how fast this machine copies memory, which takes the place of what was read of its modules. */
export function MeasureRam({ host }: { readonly host: HostApi }): ReactElement {
  const state = useMeasuring()
  return (
    <div className="measure-ram">
      {state.status === 'running' ? (
        <>
          <progress max={1} value={state.share} aria-label="Measuring the RAM bandwidth" />
          <span className="number">{percent(state.share)}</span>
          <button type="button" className="link" onClick={() => void stopMeasuring(host)}>
            Stop measuring
          </button>
        </>
      ) : (
        <button type="button" className="button" onClick={() => void measureRam(host)}>
          Measure it here
        </button>
      )}
      <span className="quiet" role="status">
        {state.status === 'failed'
          ? state.sentence
          : state.status === 'running'
            ? 'Copying memory on all processors…'
            : 'Two seconds of copying memory on all processors. Close what else is busy first.'}
      </span>
    </div>
  )
}
