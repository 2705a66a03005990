import type { ReactElement } from 'react'
import type { HostApi } from '../../contract/api.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { showKeyboardHelp } from '../state/keyboard-help.ts'
import { PlimsollMark } from '../parts/plimsoll-mark.tsx'
import { useMachineNow } from '../state/use-machine.ts'
import { MachineSwitch } from './machine-switch.tsx'
import { MachineCard } from './machine-card.tsx'
import { Navigation } from './navigation.tsx'
import { OpenButton } from './open-button.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

export function Rail({
  machine,
  host
}: {
  readonly machine: Machine | null
  readonly host: HostApi
}): ReactElement {
  // What is drawn is what is free this moment; answers hang on `machine`.
  const now = useMachineNow() ?? machine
  return (
    <header className="rail">
      <div className="brand">
        <PlimsollMark />
        <span>Plimsoll</span>
      </div>
      <Navigation />
      <OpenButton />
      {now && <MachineCard machine={now} />}
      {now && <MachineSwitch host={host} />}
      <div className="rail-foot">
        <ThemeSwitch />
        <p>
          <button type="button" className="link" aria-keyshortcuts="?" onClick={() => showKeyboardHelp(true)}>
            Keyboard <kbd aria-hidden="true">?</kbd>
          </button>
        </p>
        <p>Nothing about this machine leaves it.</p>
      </div>
    </header>
  )
}
