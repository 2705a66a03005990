import type { ReactElement } from 'react'
import { termKinds } from '../../core/memory/term.ts'
import { termNames } from '../../core/report/names.ts'

/** The five colours and the line, named once per picture. */
export const Legend = (): ReactElement => (
  <ul className="legend">
    {termKinds.map((kind) => (
      <li key={kind}>
        <i className={`swatch ${kind}`} />
        {termNames[kind]}
      </li>
    ))}
    <li>
      <i className="swatch hatch" />
      other programs
    </li>
    <li>
      <i className="swatch-ring" />
      safe load line
    </li>
  </ul>
)
