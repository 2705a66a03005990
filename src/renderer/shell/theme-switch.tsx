import type { ReactElement } from 'react'
import { Segmented } from '../parts/segmented.tsx'
import { choose, useChoices } from '../state/choices.ts'

export const ThemeSwitch = (): ReactElement => (
  <div className="theme-switch">
    <Segmented
      label="Appearance"
      options={['system', 'light', 'dark'] as const}
      value={useChoices((state) => state.theme)}
      onChange={(theme) => choose({ theme })}
      name={(theme) => ({ system: 'System', light: 'Light', dark: 'Dark' })[theme]}
    />
  </div>
)
