import { type ReactElement, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { HostApi } from '../../../contract/api.ts'
import type { LocalEntry } from '../../../contract/brought.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { openModel } from '../../state/choices.ts'
import { localReadings, readLocals, stopReadingLocals, unread } from '../../state/local-readings.ts'
import { LocalRow } from './local-row.tsx'
import { useLocalModels } from './use-local-models.ts'

/** Drawn at once; verdicts for more would hold up the page. */
const atOnce = 40

interface ListProps {
  readonly host: HostApi
  /** Null while this machine is being read: then there are no verdicts yet. */
  readonly machine: Machine | null
  readonly onOpen: (entry: LocalEntry) => void
}

/** What LM Studio, Ollama, the Hugging Face cache and others keep here, each with its verdict. */
export function LocalList({ host, machine, onOpen }: ListProps): ReactElement {
  const { list, sentence, looking, look } = useLocalModels(host)
  const [shown, setShown] = useState(atOnce)
  const models = list?.models ?? []
  useEffect(() => {
    if (list) void readLocals(host, list.models.slice(0, shown))
    return stopReadingLocals
  }, [host, list, shown])
  return (
    <>
      <p className="own-status" role="status">
        {looking && list === null && 'Looking where other programs keep models…'}
        {!looking && sentence === null && list !== null && models.length === 0 && (
          <>
            None were found where LM Studio, Ollama, Hugging Face, llama.cpp, Jan and GPT4All keep theirs. A
            folder of your own is named in PLIMSOLL_MODELS.
          </>
        )}
      </p>
      {sentence !== null && <p role="alert">{sentence}</p>}
      <HeaderProgress host={host} entries={models.slice(0, shown)} />
      {models.length > 0 && (
        <ul className="own-list">
          {models.slice(0, shown).map((entry) => (
            <LocalRow key={`${entry.tool} ${entry.path}`} entry={entry} machine={machine} onOpen={onOpen} />
          ))}
        </ul>
      )}
      <div className="own-more">
        {models.length > shown && (
          <button type="button" className="link" onClick={() => setShown(shown + atOnce)}>
            Show {Math.min(atOnce, models.length - shown)} more of {models.length}
          </button>
        )}
        {list !== null && (
          <button type="button" className="link" disabled={looking} onClick={look}>
            {looking ? 'Looking…' : 'Look again'}
          </button>
        )}
      </div>
      {list !== null && list.notes.length > 0 && (
        <ul className="own-notes">
          {list.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  )
}

/** How far the headers of the files that are shown are read, and the way out of it. */
function HeaderProgress({
  host,
  entries
}: Pick<ListProps, 'host'> & { readonly entries: readonly LocalEntry[] }): ReactElement | null {
  const { progress } = useStore(localReadings)
  if (progress === null) {
    const left = unread(entries).length
    if (left === 0) return null
    return (
      <p className="hub-progress">
        <span>{left === 1 ? 'One header is' : `${left} headers are`} not read yet.</span>
        <button type="button" className="link" onClick={() => void readLocals(host, entries)}>
          Read on
        </button>
      </p>
    )
  }
  return (
    <div className="hub-progress">
      <progress aria-label="Reading the headers of the files" max={progress.of} value={progress.done} />
      <span>
        Reading headers, {progress.done} of {progress.of}…
      </span>
      <button type="button" className="link" onClick={stopReadingLocals}>
        Cancel
      </button>
    </div>
  )
}

/** A GGUF file is opened for its own weights; other formats by the shape that is known of them. */
export async function openLocal(host: HostApi, entry: LocalEntry): Promise<void> {
  const { openPath } = await import('../../state/read-own.ts')
  if (entry.format === 'gguf') await openPath(host, entry.path)
  else if (entry.shape === null)
    throw new Error(`The shape of ${entry.name} is not known here: its config.json cannot be read.`)
  else if ('slug' in entry.shape) openModel(entry.shape.slug)
  else {
    const { openDropped } = await import('../../state/read-own.ts')
    await openDropped(entry.name, { model: entry.shape.model, notes: [] })
  }
}
