import { useMemo } from 'react'
import type { Ask } from './assessments.ts'
import { useChoices } from './choices.ts'

/** The question of the list: the same for every model, the same object as long as nothing in it changes. */
export function useAsk(): Ask {
  const contextTokens = useChoices((state) => state.contextTokens)
  const parallel = useChoices((state) => state.parallel)
  const cacheType = useChoices((state) => state.cacheType)
  return useMemo(() => ({ contextTokens, parallel, cacheType }), [contextTokens, parallel, cacheType])
}

/** The question of one model's page: the list's, with what was set for this model. */
export function useModelAsk(): Ask {
  const ask = useAsk()
  const tuning = useChoices((state) => state.tuning)
  return useMemo(() => ({ ...ask, tuning }), [ask, tuning])
}
