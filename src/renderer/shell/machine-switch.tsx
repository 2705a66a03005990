import { lazy, type ReactElement, Suspense, useEffect } from 'react'
import type { HostApi } from '../../contract/api.ts'
import { useChoices } from '../state/choices.ts'
import { openChooser, useChooserOpen } from '../state/chooser.ts'
import { backToThis } from '../state/stand-in.ts'
import { whenIdle } from '../state/when-idle.ts'

// It brings the device catalogue along, which the first look does without.
const chooser = () => import('../views/machine/chooser.tsx')
const Chooser = lazy(async () => ({ default: (await chooser()).Chooser }))

/** Under the machine's card: another machine for the answers, and the way back. */
export function MachineSwitch({ host }: { readonly host: HostApi }): ReactElement {
  const open = useChooserOpen()
  const standsIn = useChoices((state) => state.machine !== null)
  // Who presses the key writes on at once.
  useEffect(() => whenIdle(() => void chooser()), [])
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
        onPointerEnter={() => void chooser()}
        onFocus={() => void chooser()}
        onClick={openChooser}
      >
        <span className="name-long">Switch machine…</span>
        <span className="name-short">Switch…</span>
        <kbd aria-hidden="true">m</kbd>
      </button>
      {open && (
        <Suspense fallback={null}>
          <Chooser host={host} />
        </Suspense>
      )}
    </div>
  )
}
