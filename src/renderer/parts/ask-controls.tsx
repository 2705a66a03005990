import type { ReactElement } from 'react'
import { choose, useChoices } from '../state/choices.ts'
import { ContextSlider } from './context-slider.tsx'
import { Segmented } from './segmented.tsx'

/** Context, users and cache precision: the question that every answer on the page is for. */
export function AskControls({ limit }: { readonly limit: number }): ReactElement {
  const contextTokens = useChoices((state) => state.contextTokens)
  const parallel = useChoices((state) => state.parallel)
  const cacheType = useChoices((state) => state.cacheType)
  return (
    <>
      <ContextSlider
        value={contextTokens}
        limit={limit}
        perUser={parallel > 1}
        onChange={(tokens) => choose({ contextTokens: tokens })}
      />
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
    </>
  )
}
