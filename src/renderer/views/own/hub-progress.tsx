import type { ReactElement } from 'react'
import type { ReadingProgress } from '../../../contract/brought.ts'

/** How far the reading of a repository is, and the way out of it. */
export function HubProgress({
  progress,
  onCancel
}: {
  readonly progress: ReadingProgress | null
  readonly onCancel: () => void
}): ReactElement {
  const step = progress?.step ?? 'Asking'
  const parts = progress && progress.of > 1 ? `, ${progress.done} of ${progress.of}` : ''
  return (
    <div className="hub-progress">
      <progress
        aria-label="Reading the repository"
        max={progress?.of ?? 1}
        {...(progress && progress.of > 1 ? { value: progress.done } : {})}
      />
      <span role="status">
        {step}
        {parts}…
      </span>
      <button type="button" className="link" onClick={onCancel}>
        Cancel
      </button>
    </div>
  )
}
