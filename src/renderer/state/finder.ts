import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { findModels } from './find-models.ts'

/** The search, which the first look comes without; null until it is there, some milliseconds later. */
const finder = createStore<{ readonly find: typeof findModels | null }>(() => ({ find: null }))

async function load(): Promise<void> {
  if (finder.getState().find) return
  const { findModels: find } = await import('./find-models.ts')
  finder.setState({ find })
}

export function useFinder(): typeof findModels | null {
  useEffect(() => void load(), [])
  return useStore(finder, (state) => state.find)
}
