import { type ReactElement, useState } from 'react'
import type { HostApi } from '../../contract/api.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { showOpenDialog } from '../state/opening.ts'
import { type OwnEntry, useOwnModels } from '../state/own-models.ts'
import { undoRemove } from '../state/keep-own.ts'
import { sentenceOf } from '../state/sentence-of.ts'
import { EntryRow } from './own/entry-row.tsx'
import { LocalList, openLocal } from './own/local-list.tsx'
import { OwnRowsSection } from './own/own-rows.tsx'

const nameOf = ({ state, slug }: OwnEntry): string =>
  state.status === 'read' ? state.model.name : slug.replace(/^\w+:/u, '')

function Group({
  title,
  entries,
  host,
  machine
}: {
  readonly title: string
  readonly entries: readonly OwnEntry[]
  readonly host: HostApi
  readonly machine: Machine
}): ReactElement | null {
  if (entries.length === 0) return null
  return (
    <section className="own-group" aria-label={title}>
      <h2>{title}</h2>
      <ul className="own-list">
        {entries.map((entry) => (
          <EntryRow key={entry.slug} entry={entry} host={host} machine={machine} />
        ))}
      </ul>
    </section>
  )
}

/** Everything the user brought, and what could be: what is on this machine already. */
export function OwnView({
  machine,
  host
}: {
  readonly machine: Machine
  readonly host: HostApi
}): ReactElement {
  const entries = useOwnModels((state) => state.entries)
  const removed = useOwnModels((state) => state.removed)
  const [fault, setFault] = useState<string | null>(null)
  return (
    <>
      <div className="title-row">
        <h1>Your models</h1>
        <button type="button" className="button" aria-haspopup="dialog" onClick={showOpenDialog}>
          Open…
        </button>
      </div>
      <p className="answer">
        Files, repositories and rows of your own get the same answer as the catalogue’s, from the same
        functions.{' '}
        {entries.length === 0 && 'Nothing has been opened yet: drop a .gguf file here, or open one.'}
      </p>
      <p className="own-status" role="status">
        {removed && (
          <>
            Took {nameOf(removed.entry)} off the list; its files were left alone.{' '}
            <button type="button" className="link" onClick={undoRemove}>
              Undo
            </button>
          </>
        )}
      </p>
      <Group
        title="Opened files"
        entries={entries.filter(({ from }) => from.kind !== 'hub')}
        host={host}
        machine={machine}
      />
      <Group
        title="From the hub"
        entries={entries.filter(({ from }) => from.kind === 'hub')}
        host={host}
        machine={machine}
      />
      <OwnRowsSection machine={machine} />
      <section className="own-group" aria-label="Already here">
        <h2>What is already on this machine</h2>
        {fault !== null && (
          <p className="open-fault" role="alert">
            {fault}
          </p>
        )}
        <LocalList
          host={host}
          machine={machine}
          onOpen={(entry) => {
            setFault(null)
            openLocal(host, entry).catch((error: unknown) => setFault(sentenceOf(error)))
          }}
        />
      </section>
    </>
  )
}
