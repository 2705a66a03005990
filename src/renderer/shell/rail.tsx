import type { ReactElement } from 'react'
import type { Machine } from '../../core/machine/machine.ts'
import { PlimsollMark } from '../parts/plimsoll-mark.tsx'
import { MachineCard } from './machine-card.tsx'
import { Navigation } from './navigation.tsx'
import { OpenButton } from './open-button.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

export const Rail = ({ machine }: { readonly machine: Machine | null }): ReactElement => (
  <header className="rail">
    <div className="brand">
      <PlimsollMark />
      Plimsoll
    </div>
    <Navigation />
    <OpenButton />
    {machine && <MachineCard machine={machine} />}
    <div className="rail-foot">
      <ThemeSwitch />
      <p>Nothing about this machine leaves it.</p>
    </div>
  </header>
)
