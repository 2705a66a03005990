import { memo, type ReactElement, useMemo } from 'react'
import type { ResolvedSettings } from '../../../core/engine/settings.ts'
import { inGib } from '../../../core/format.ts'
import { serverCache } from '../../../core/memory/server-cache.ts'
import { totalOf } from '../../../core/memory/term.ts'
import type { RunnableModel } from '../../../core/model/model.ts'
import { timesSigns } from './times-signs.ts'

/**
 * What llama-server may come to take beside the bill: `mayGrow` of the assessment, which a list's answer leaves out, by
 * the function that fills it.
 */
export const MayGrow = memo(function MayGrow({
  model,
  engine
}: {
  readonly model: RunnableModel
  readonly engine: ResolvedSettings
}): ReactElement | null {
  const terms = useMemo(() => serverCache(model.architecture, engine), [model, engine])
  if (terms.length === 0) return null
  return (
    <details className="may-grow">
      <summary>While it serves, up to {inGib(totalOf(terms))} more of RAM may come to be used</summary>
      <ul>
        {terms.map((term) => (
          <li key={term.why}>
            {inGib(term.bytes)}: {timesSigns(term.why)}
          </li>
        ))}
      </ul>
    </details>
  )
})
