import { type ReactElement, useEffect, useId, useRef, useState } from 'react'
import type { HostApi } from '../../../contract/api.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { openFiles, droppable } from '../../state/open-files.ts'
import { hideOpenDialog } from '../../state/opening.ts'
import { useOwnModels } from '../../state/own-models.ts'
import { openNamed } from '../../state/read-own.ts'
import { sentenceOf } from '../../state/sentence-of.ts'
import { LocalList, openLocal } from './local-list.tsx'
import { HubProgress } from './hub-progress.tsx'

/** A model by its name on the hub, by its file, or out of what is on this machine already. */
export function OpenDialog({
  host,
  machine
}: {
  readonly host: HostApi
  readonly machine: Machine | null
}): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null)
  const name = useRef<HTMLInputElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const id = useId()
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const reading = useOwnModels((state) =>
    state.entries.find((entry) => entry.from.kind === 'hub' && entry.state.status === 'reading')
  )
  const progress = busy && reading?.state.status === 'reading' ? reading.state : null

  useEffect(() => {
    const shown = dialog.current
    if (shown?.open === false) shown.showModal()
    // It would be the first thing that can be pressed: React keeps `autofocus` out of the document.
    name.current?.focus()
  }, [])

  const open = async (work: () => Promise<unknown>): Promise<void> => {
    setFault(null)
    setBusy(true)
    try {
      await work()
      hideOpenDialog()
    } catch (error) {
      setFault(sentenceOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <dialog
      ref={dialog}
      className="open-dialog"
      aria-labelledby={`${id}-title`}
      onClose={() => {
        progress?.cancel()
        hideOpenDialog()
      }}
      // Keys in here are this dialog's; outside Escape leaves the view.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className="card-head">
        <h2 id={`${id}-title`}>Open a model</h2>
        <button type="button" className="link" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      <form
        className="open-form"
        onSubmit={(event) => {
          event.preventDefault()
          void open(() => openNamed(host, typed))
        }}
      >
        <label htmlFor={`${id}-name`}>
          Repository on Hugging Face, its address, or the whole path of a .gguf file
        </label>
        <div className="open-line">
          <input
            id={`${id}-name`}
            type="text"
            ref={name}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder="owner/name"
            value={typed}
            aria-invalid={fault !== null}
            aria-describedby={fault === null ? undefined : `${id}-fault`}
            onChange={(event) => setTyped(event.target.value)}
          />
          <button type="submit" className="button" disabled={busy}>
            {busy ? 'Opening…' : 'Open'}
          </button>
        </div>
        {fault !== null && (
          <p id={`${id}-fault`} className="open-fault" role="alert">
            {fault}
          </p>
        )}
        {progress && <HubProgress progress={progress.progress} onCancel={progress.cancel} />}
      </form>
      <p className="open-files">
        <button type="button" className="button" onClick={() => files.current?.click()}>
          Choose files…
        </button>
        <span>or drop them anywhere: {droppable()}.</span>
        <input
          ref={files}
          type="file"
          multiple
          hidden
          aria-label="Files to open"
          onChange={(event) => {
            const chosen = [...(event.target.files ?? [])]
            if (chosen.length === 0) return
            dialog.current?.close()
            void openFiles(chosen, host)
          }}
        />
      </p>
      <section aria-labelledby={`${id}-local`}>
        <h3 id={`${id}-local`}>Already on this machine</h3>
        <LocalList
          host={host}
          machine={machine}
          onOpen={(entry) => void open(() => openLocal(host, entry))}
        />
      </section>
      <p className="open-private">
        Only a repository that you name is asked for, and of it the description and headers: never weights.
      </p>
    </dialog>
  )
}
