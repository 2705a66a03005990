import { type ReactElement, useEffect, useState } from 'react'
import type { HostApi } from '../../contract/api.ts'
import { sayFaults } from '../state/opening.ts'
import { sentenceOf } from '../state/sentence-of.ts'
import { fetchAhead } from '../state/when-idle.ts'

const opener = () => import('../state/open-files.ts')

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/**
 * Takes files dropped anywhere on the page, and shows that it would while they are over it. Without it a browser leaves
 * the page for the file. What is done with the mouse here is done by key with Open.
 */
export function DropTarget({ host }: { readonly host: HostApi }): ReactElement | null {
  const [what, setWhat] = useState<string | null>(null)
  useEffect(() => {
    // Each element that is entered and left says so; the window is left when all of them are.
    let within = 0
    const enter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      within += 1
      if (within > 1) return
      fetchAhead(async () => {
        const { droppable } = await opener()
        if (within > 0) setWhat(droppable())
      })
    }
    const over = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    }
    const end = (): void => {
      within = 0
      setWhat(null)
    }
    const leave = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      within = Math.max(0, within - 1)
      if (within === 0) end()
    }
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      end()
      // The list is emptied once this handler returns.
      const files = [...(event.dataTransfer?.files ?? [])]
      opener()
        .then(({ openFiles }) => openFiles(files, host))
        .catch((error: unknown) => sayFaults([sentenceOf(error)]))
    }
    const pairs = { dragenter: enter, dragover: over, dragleave: leave, drop } as const
    for (const [name, listener] of Object.entries(pairs))
      window.addEventListener(name as keyof typeof pairs, listener)
    return () => {
      for (const [name, listener] of Object.entries(pairs))
        window.removeEventListener(name as keyof typeof pairs, listener)
    }
  }, [host])
  if (what === null) return null
  return (
    <div className="drop-target" aria-hidden="true">
      <p>
        <strong>Drop to open</strong>
        <span>{what}</span>
      </p>
    </div>
  )
}
