import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { findModels } from './find-models.ts'
import { fetchAhead, whenIdle } from './when-idle.ts'

/** The search, which the first look comes without; null until it is there, some milliseconds later. */
const finder = createStore<{ readonly find: typeof findModels | null }>(() => ({ find: null }))

async function load(): Promise<void> {
  if (finder.getState().find) return
  const { findModels: find } = await import('./find-models.ts')
  finder.setState({ find })
}

/** `asked`: somebody is searching, who is not kept waiting for a quiet moment. */
export function useFinder(asked: boolean): typeof findModels | null {
  useEffect(() => (asked ? fetchAhead(load) : whenIdle(() => fetchAhead(load))), [asked])
  return useStore(finder, (state) => state.find)
}
