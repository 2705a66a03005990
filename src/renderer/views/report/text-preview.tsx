import { type ReactElement, useMemo, useState } from 'react'
import { grouped, inGib } from '../../../core/format.ts'
import { bytes } from '../../../core/quantity.ts'

/** As much as is laid out at once without holding up the page. */
const firstLines = 400

/** A text file as it stands: its beginning at once, all of it on a press. */
export function TextPreview({ text }: { readonly text: string }): ReactElement {
  const [all, setAll] = useState(false)
  const lines = useMemo(() => text.trimEnd().split('\n'), [text])
  const size = useMemo(() => new TextEncoder().encode(text).length, [text])
  const cut = !all && lines.length > firstLines
  return (
    <div className="text-preview">
      <p className="text-size">
        {inGib(bytes(size))}, {grouped(lines.length)} lines
        {cut && `; the first ${grouped(firstLines)} are shown. `}
        {cut && (
          <button type="button" className="link" onClick={() => setAll(true)}>
            Show all
          </button>
        )}
      </p>
      <pre className="paper-text" tabIndex={0} role="region" aria-label="Preview of the text">
        {cut ? lines.slice(0, firstLines).join('\n') : text.trimEnd()}
      </pre>
    </div>
  )
}
