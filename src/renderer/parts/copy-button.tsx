import { type ReactElement, useEffect, useState } from 'react'

/** The clipboard of a hidden selection: works where the clipboard permission is refused, as in the desktop window. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'visually-hidden'
  document.body.append(area)
  area.select()
  // Deprecated, and the only way without a permission.
  // oxlint-disable-next-line typescript/no-deprecated
  const copied = document.execCommand('copy')
  area.remove()
  return copied
}

/** Puts text into the clipboard; false where neither way is allowed. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

type Outcome = 'copied' | 'not copied' | null

export function CopyButton({
  text,
  what,
  byKey = true
}: {
  readonly text: string
  readonly what: string
  /** Whether `c` presses it: one button of a view. */
  readonly byKey?: boolean
}): ReactElement {
  const [outcome, setOutcome] = useState<Outcome>(null)
  useEffect(() => {
    if (outcome === null) return
    const timer = setTimeout(() => setOutcome(null), 2500)
    return () => clearTimeout(timer)
  }, [outcome])
  return (
    <>
      <button
        type="button"
        className="button"
        data-copies={byKey ? what : undefined}
        aria-label={byKey ? undefined : `Copy the ${what}`}
        onClick={() => void copy(text).then((done) => setOutcome(done ? 'copied' : 'not copied'))}
      >
        {outcome === 'copied' ? 'Copied' : 'Copy'}
        {byKey && (
          <>
            {' '}
            <kbd aria-hidden="true">c</kbd>
          </>
        )}
      </button>
      <span role="status" className="visually-hidden">
        {outcome === 'copied' && `The ${what} is in the clipboard.`}
        {outcome === 'not copied' && `The ${what} could not be copied: select it and copy it by hand.`}
      </span>
    </>
  )
}
