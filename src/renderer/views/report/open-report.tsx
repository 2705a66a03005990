import { type ReactElement, useRef, useState } from 'react'
import { openReport } from '../../state/open-report.ts'
import { sentenceOf } from '../../state/sentence-of.ts'

/** Opens a JSON report from a file. */
export function OpenReport(): ReactElement {
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const open = async (file: File): Promise<void> => {
    setProblem(null)
    try {
      const opened = await openReport(await file.text())
      if (!opened.ok) setProblem(`“${file.name}” was not opened. ${opened.error}`)
    } catch (error) {
      setProblem(`“${file.name}” was not opened. ${sentenceOf(error)}`)
    }
  }
  return (
    <div className="open-report">
      <button type="button" className="button" onClick={() => input.current?.click()}>
        Open a report…
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? []
          // The same file chosen again is a change again.
          event.target.value = ''
          if (file) void open(file)
        }}
      />
      {problem !== null && (
        <p role="alert" className="open-problem">
          {problem}
        </p>
      )}
    </div>
  )
}
