import { memo, type ReactElement } from 'react'

/** What was assumed because it could not be read. */
export const NotesCard = memo(function NotesCard({
  notes
}: {
  readonly notes: readonly string[]
}): ReactElement {
  return (
    <section className="card">
      <h2>Assumed</h2>
      <ul className="advice">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </section>
  )
})
