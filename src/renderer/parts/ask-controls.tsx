import type { ReactElement, ReactNode } from 'react'
import { choose, useChoices } from '../state/choices.ts'
import { usePhone } from '../state/use-narrow.ts'
import { ContextSlider } from './context-slider.tsx'
import { Segmented } from './segmented.tsx'

const asked = (parallel: number, cacheType: string): string =>
  `${parallel === 1 ? 'One user' : `${parallel} users`} at once, cache ${cacheType}`

/**
 * Context, users and cache precision: the question that every answer on the page is for. On a phone all but the context
 * is folded away, in sight as words, so that the answers are.
 */
export function AskControls({
  limit,
  children
}: {
  readonly limit: number
  /** Further controls of the same question. */
  readonly children?: ReactNode
}): ReactElement {
  const contextTokens = useChoices((state) => state.contextTokens)
  const parallel = useChoices((state) => state.parallel)
  const cacheType = useChoices((state) => state.cacheType)
  const phone = usePhone()
  const further = (
    <>
      <Segmented
        label="Users at once"
        options={[1, 4, 16]}
        value={parallel}
        onChange={(users) => choose({ parallel: users })}
      />
      <Segmented
        label="Cache precision"
        options={['f16', 'q8_0', 'q4_0']}
        value={cacheType}
        onChange={(type) => choose({ cacheType: type })}
      />
      {children}
    </>
  )
  return (
    <>
      <ContextSlider
        value={contextTokens}
        limit={limit}
        perUser={parallel > 1}
        onChange={(tokens) => choose({ contextTokens: tokens })}
      />
      {phone ? (
        <details className="asked-further">
          <summary>{asked(parallel, cacheType)}</summary>
          <div>{further}</div>
        </details>
      ) : (
        further
      )}
    </>
  )
}
