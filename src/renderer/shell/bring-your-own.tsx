import { lazy, type ReactElement } from 'react'
import type { HostApi } from '../../contract/api.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { hideOpenDialog, useOpening } from '../state/opening.ts'
import { DropTarget } from './drop-target.tsx'
import { DialogBoundary } from './failure-boundary.tsx'

const OpenDialog = lazy(async () => ({
  default: (await import('../views/own/open-dialog.tsx')).OpenDialog
}))

/** Files dropped anywhere, and the dialog in which a model is named. */
export function BringYourOwn({
  host,
  machine
}: {
  readonly host: HostApi
  readonly machine: Machine | null
}): ReactElement {
  const dialog = useOpening((state) => state.dialog)
  return (
    <>
      <DropTarget host={host} />
      {dialog && (
        <DialogBoundary close={hideOpenDialog}>
          <OpenDialog host={host} machine={machine} />
        </DialogBoundary>
      )}
    </>
  )
}
