import type { ReactElement } from 'react'
import type { Machine } from '../../../core/machine/machine.ts'
import { useOwnModels, useOwnSpecs } from '../../state/own-models.ts'
import { ModelLine } from './model-line.tsx'

/** The rows of the user's own models.json, and what is wrong in it by line. */
export function OwnRowsSection({ machine }: { readonly machine: Machine }): ReactElement | null {
  const rows = useOwnModels((state) => state.rows)
  const models = useOwnSpecs().filter(({ slug }) => slug.startsWith('row:'))
  if (!rows) return null
  return (
    <section className="own-group" aria-label="Your rows">
      <h2>Your rows</h2>
      {rows.absent && (
        <p className="own-status">
          None: there is no <code>{rows.file}</code>. A row in it, written as the catalogue’s are, appears
          here.
        </p>
      )}
      {models.length > 0 && (
        <ul className="own-list">
          {models.map((model) => (
            <li key={model.slug} className="own-entry">
              <ModelLine model={model} machine={machine} where={rows.file} />
            </li>
          ))}
        </ul>
      )}
      {rows.problems.length > 0 && (
        <>
          <p className="own-status">Left out of {rows.file}, which is never changed from here:</p>
          <ul className="own-notes">
            {rows.problems.map(({ line, column, field, message }) => (
              <li key={`${line}:${column} ${field} ${message}`}>
                <strong>Line {line}</strong>
                {field !== '' && (
                  <>
                    , <code>{field}</code>
                  </>
                )}
                : {message}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
