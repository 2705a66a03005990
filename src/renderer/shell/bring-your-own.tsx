import { lazy, type ReactElement, Suspense } from 'react'
import type { HostApi } from '../../contract/api.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { useOpening } from '../state/opening.ts'
import { DropTarget } from './drop-target.tsx'

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
        <Suspense>
          <OpenDialog host={host} machine={machine} />
        </Suspense>
      )}
    </>
  )
}
