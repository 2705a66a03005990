import type { ReactElement, ReactNode } from 'react'

/** A plain word about something that went wrong, and the next step. */
export const Notice = ({
  children,
  action
}: {
  readonly children: ReactNode
  readonly action?: { readonly name: string; readonly run: () => void }
}): ReactElement => (
  <div className="notice" role="alert">
    <p>{children}</p>
    {action && (
      <button type="button" className="button" onClick={action.run}>
        {action.name}
      </button>
    )}
  </div>
)
