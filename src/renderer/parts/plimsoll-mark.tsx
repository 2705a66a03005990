import type { ReactElement } from 'react'

/** The load line mark: a ring crossed by a line. */
export const PlimsollMark = ({ size = 26 }: { readonly size?: number }): ReactElement => (
  <svg className="mark" width={size} height={size} viewBox="0 0 26 26" aria-hidden="true">
    <circle cx="13" cy="13" r="8.5" fill="none" strokeWidth="2.4" />
    <path d="M1 13h24" strokeWidth="2.4" />
  </svg>
)
