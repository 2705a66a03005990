import { useMemo } from 'react'
import type { Ask } from './assessments.ts'
import { useChoices } from './choices.ts'

/** The controls' question, the same object as long as nothing in it changes. */
export function useAsk(): Ask {
  const contextTokens = useChoices((state) => state.contextTokens)
  const parallel = useChoices((state) => state.parallel)
  const cacheType = useChoices((state) => state.cacheType)
  return useMemo(() => ({ contextTokens, parallel, cacheType }), [contextTokens, parallel, cacheType])
}
