import type { ReactElement } from 'react'
import type { HostApi } from '../../../contract/api.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { remove } from '../../state/keep-own.ts'
import type { OwnEntry, OwnFrom } from '../../state/own-models.ts'
import { readAgain } from '../../state/read-own.ts'
import { HubProgress } from './hub-progress.tsx'
import { ModelLine } from './model-line.tsx'

const placeOf = (from: OwnFrom): string =>
  from.kind === 'hub'
    ? from.reference
    : from.kind === 'file'
      ? from.path
      : `${from.name}, until this page is closed`

/** What was brought, as it was read, is being read, or could not be. */
export function EntryRow({
  entry: { slug, from, state },
  host,
  machine
}: {
  readonly entry: OwnEntry
  readonly host: HostApi
  readonly machine: Machine
}): ReactElement {
  const place = placeOf(from)
  const name = from.kind === 'dropped' ? from.name : place
  return (
    <li className="own-entry">
      {state.status === 'read' && <ModelLine model={state.model} machine={machine} where={place} />}
      {state.status === 'reading' && (
        <div className="own-row">
          <span className="own-name">
            <strong>{place}</strong>
          </span>
          {from.kind === 'hub' ? (
            <HubProgress progress={state.progress} onCancel={state.cancel} />
          ) : (
            <small role="status">Reading…</small>
          )}
        </div>
      )}
      {state.status === 'failed' && (
        <div className="own-row">
          <span className="own-name">
            <strong>{place}</strong>
            <small>{state.sentence}</small>
          </span>
        </div>
      )}
      <span className="own-actions">
        {state.status === 'failed' && from.kind !== 'dropped' && (
          <button type="button" className="link" onClick={() => void readAgain(host, slug)}>
            Read again
          </button>
        )}
        <button type="button" className="link" aria-label={`Remove ${name}`} onClick={() => remove(slug)}>
          Remove
        </button>
      </span>
    </li>
  )
}
