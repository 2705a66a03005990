import { type ReactElement, useEffect } from 'react'
import { showOpenDialog } from '../state/opening.ts'

const mac = /^mac/iu.test(navigator.platform)

/** Opens the dialog in which a model is named; Ctrl+O, or Command+O on a Mac, does too. */
export function OpenButton(): ReactElement {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const modifier = mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
      if (!modifier || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'o') return
      // The browser's own dialog would leave this page for the file.
      event.preventDefault()
      showOpenDialog()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <button
      type="button"
      className="button open-button"
      aria-haspopup="dialog"
      aria-keyshortcuts={mac ? 'Meta+O' : 'Control+O'}
      onClick={showOpenDialog}
    >
      <span>
        Open<span className="name-long"> a model</span>…
      </span>
      <kbd aria-hidden="true">{mac ? '⌘O' : 'Ctrl O'}</kbd>
    </button>
  )
}
