import { lazy, type ReactElement, useEffect } from 'react'
import type { HostApi } from '../../contract/api.ts'
import { useChoices } from '../state/choices.ts'
import { closeChooser, openChooser, useChooserOpen } from '../state/chooser.ts'
import { backToThis } from '../state/stand-in.ts'
import { fetchAhead, whenIdle } from '../state/when-idle.ts'
import { DialogBoundary } from './failure-boundary.tsx'

// It brings the device catalogue along, which the first look does without.
const chooser = () => import('../views/machine/chooser.tsx')
const Chooser = lazy(async () => ({ default: (await chooser()).Chooser }))

/** Under the machine's card: another machine for the answers, and the way back. */
export function MachineSwitch({ host }: { readonly host: HostApi }): ReactElement {
  const open = useChooserOpen()
  const standsIn = useChoices((state) => state.machine !== null)
  // Who presses the key writes on at once.
  useEffect(() => whenIdle(() => fetchAhead(chooser)), [])
  return (
    <div className="machine-switch">
      {standsIn && (
        <button type="button" className="button" onClick={backToThis}>
          <span className="name-long">Back to this machine</span>
          <span className="name-short">Back</span>
        </button>
      )}
      <button
        type="button"
        className={standsIn ? 'link' : 'button'}
        aria-haspopup="dialog"
        aria-keyshortcuts="m"
        data-opens="machines"
        onPointerEnter={() => fetchAhead(chooser)}
        onFocus={() => fetchAhead(chooser)}
        onClick={openChooser}
      >
        <span className="name-long">Switch machine…</span>
        <span className="name-short">Switch…</span>
        <kbd aria-hidden="true">m</kbd>
      </button>
      {open && (
        <DialogBoundary close={closeChooser}>
          <Chooser host={host} />
        </DialogBoundary>
      )}
    </div>
  )
}
