import type { ReactElement } from 'react'
import type { Machine } from '../../core/machine/machine.ts'
import { showKeyboardHelp } from '../state/keyboard-help.ts'
import { PlimsollMark } from '../parts/plimsoll-mark.tsx'
import { MachineCard } from './machine-card.tsx'
import { Navigation } from './navigation.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

export const Rail = ({ machine }: { readonly machine: Machine | null }): ReactElement => (
  <header className="rail">
    <div className="brand">
      <PlimsollMark />
      Plimsoll
    </div>
    <Navigation />
    {machine && <MachineCard machine={machine} />}
    <div className="rail-foot">
      <ThemeSwitch />
      <p>
        <button type="button" className="link" aria-keyshortcuts="?" onClick={() => showKeyboardHelp(true)}>
          Keyboard <kbd aria-hidden="true">?</kbd>
        </button>
      </p>
      <p>Nothing leaves this machine.</p>
    </div>
  </header>
)
