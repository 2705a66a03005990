import { type DragEvent, type ReactElement, useEffect, useId, useRef, useState } from 'react'
import type { HostApi } from '../../../contract/api.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { useChoices } from '../../state/choices.ts'
import { forget, freeName, keep, listKept, rename, useKeptMachines } from '../../state/kept-machines.ts'
import { fileOf, machineOfFile } from '../../state/machine-file.ts'
import { backToThis, keptChoice, takeKept } from '../../state/stand-in.ts'
import { KeptRow } from './kept-row.tsx'
import { NameForm } from './name-form.tsx'
import { NotListed, ToldLine, useTold } from './told.tsx'

/** Machines kept under a name: this or a pretended one kept, others taken, renamed, removed, exported, imported. */
export function KeptSection({
  host,
  machine
}: {
  readonly host: HostApi
  /** The one that answers are for. */
  readonly machine: Machine
}): ReactElement {
  const current = useChoices((state) => state.machine)
  const { machines, failure } = useKeptMachines()
  const [keeping, setKeeping] = useState(false)
  const [told, run] = useTold()
  const [dropping, setDropping] = useState(false)
  const fileId = useId()
  const keepButton = useRef<HTMLButtonElement>(null)
  useEffect(() => void listKept(host), [host])

  const importFile = (file: File): Promise<void> =>
    run(async () => {
      const read = await machineOfFile(file)
      if (!read.ok) return { sentence: read.error, isWrong: true }
      const named = /^this machine$/i.test(read.value.name.trim())
      const name = freeName(named ? file.name.replace(/\.json$/i, '') : read.value.name)
      await keep(host, read.value, name)
      return { sentence: `Imported as “${name}”.`, undo: () => forget(host, name) }
    })
  const remove = (one: Machine): Promise<void> =>
    run(async () => {
      await forget(host, one.name)
      const wasUsed = current === keptChoice(one.name)
      if (wasUsed) backToThis()
      return {
        sentence: `Removed “${one.name}”.${wasUsed ? ' Answers are for this machine again.' : ''}`,
        undo: async () => {
          const again = await keep(host, one, one.name)
          if (wasUsed) takeKept(again)
        }
      }
    })
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    // The window may take other files; these are ours.
    event.stopPropagation()
    setDropping(false)
    const [file] = event.dataTransfer.files
    if (file) void importFile(file)
  }
  return (
    <section
      className={dropping ? 'card kept dropping' : 'card kept'}
      aria-label="Kept machines"
      onDragOver={(event) => {
        event.preventDefault()
        setDropping(true)
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={drop}
    >
      <h2>Kept machines</h2>
      {machines?.length === 0 && (
        <p className="quiet">
          None yet. Keep this one or a pretended one under a name, or import the file of another computer:{' '}
          <code>plimsoll detect --json</code> writes it there.
        </p>
      )}
      <NotListed failure={failure} again={() => listKept(host)} />
      <ul className="kept-list">
        {machines?.map((one) => (
          <KeptRow
            key={one.name}
            machine={one}
            isUsed={current === keptChoice(one.name)}
            onUse={() => takeKept(one)}
            onExport={() =>
              void run(async () => {
                const saved = await host.saveReport(fileOf(one))
                return saved.saved ? { sentence: `“${one.name}” is in ${saved.where}.` } : null
              })
            }
            onRemove={() => void remove(one)}
            onRename={(name) =>
              run(async () => {
                const renamed = await rename(host, one, name)
                if (current === keptChoice(one.name)) takeKept(renamed)
                return {
                  sentence: `“${one.name}” is called “${renamed.name}” now.`,
                  undo: () => rename(host, renamed, one.name)
                }
              })
            }
          />
        ))}
      </ul>
      {keeping && (
        <NameForm
          label="Name to keep it under"
          start={current === null ? '' : machine.name.replace(/^pretended: /, '').slice(0, 80)}
          action="Keep"
          mayReplace
          onCancel={() => {
            setKeeping(false)
            keepButton.current?.focus()
          }}
          onName={(name) => {
            setKeeping(false)
            keepButton.current?.focus()
            return run(async () => {
              const named = await keep(host, machine, name)
              if (current !== null) takeKept(named)
              return { sentence: `Kept as “${named.name}”. On the command line: --machine "${named.name}".` }
            })
          }}
        />
      )}
      <div className="add-row">
        <button
          ref={keepButton}
          type="button"
          className="button"
          aria-expanded={keeping}
          onClick={() => setKeeping(!keeping)}
        >
          {current === null ? 'Keep this machine…' : 'Keep it under a name…'}
        </button>
        <label className="button file-button" htmlFor={fileId}>
          Import a file…
        </label>
        <input
          id={fileId}
          className="visually-hidden"
          type="file"
          accept=".json,application/json"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file) void importFile(file)
            // The same file again is a new try.
            event.target.value = ''
          }}
        />
        <span className="quiet">or drop it here</span>
      </div>
      <ToldLine told={told} run={run} />
    </section>
  )
}
