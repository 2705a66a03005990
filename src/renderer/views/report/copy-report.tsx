import { type ReactElement, useState } from 'react'
import { renderReport } from '../../../core/report/render.ts'
import type { SavedFormat } from '../../../core/report/formats.ts'
import type { Report } from '../../../core/report/report.ts'
import { sentenceOf } from '../../state/sentence-of.ts'

type Copied = Exclude<SavedFormat, 'pdf' | 'html'>

/** A text as text, the card as a picture. A picture is promised to the clipboard, which may only be asked while a press lasts. */
async function copy(report: Report, format: Copied): Promise<void> {
  if (format !== 'png') return navigator.clipboard.writeText(renderReport(report, format))
  const { cardPicture } = await import('./card-picture.ts')
  const picture = cardPicture(report).then(({ blob }) => blob)
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })])
}

export function CopyReport({
  report,
  format
}: {
  readonly report: Report
  readonly format: Copied
}): ReactElement {
  const [said, setSaid] = useState<{ readonly of: Copied; readonly sentence: string } | null>(null)
  const what = format === 'png' ? 'card' : 'text'
  const press = (): void => {
    copy(report, format).then(
      () => setSaid({ of: format, sentence: `The ${what} is in the clipboard.` }),
      (error: unknown) => setSaid({ of: format, sentence: `Not copied: ${sentenceOf(error)}` })
    )
  }
  return (
    <>
      <button type="button" className="button" onClick={press}>
        Copy {what}
      </button>
      <span role="status" className="copy-status">
        {said?.of === format && said.sentence}
      </span>
    </>
  )
}
