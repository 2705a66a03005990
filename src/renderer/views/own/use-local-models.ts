import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { HostApi } from '../../../contract/api.ts'
import type { LocalList } from '../../../contract/brought.ts'
import { forgetOthers } from '../../state/local-readings.ts'
import { sentenceOf } from '../../state/sentence-of.ts'

interface Found {
  readonly list: LocalList | null
  readonly sentence: string | null
}

/** Kept while the page is: a second look shows the first at once. */
const found = createStore<Found>(() => ({ list: null, sentence: null }))

/** What other programs keep on this machine; looked for anew each time somebody looks. */
export function useLocalModels(
  host: HostApi
): Found & { readonly looking: boolean; readonly look: () => void } {
  const [looking, setLooking] = useState(true)
  const look = useCallback(() => {
    setLooking(true)
    host
      .listLocalModels()
      .then(
        (list) => {
          forgetOthers(list.models)
          found.setState({ list, sentence: null })
        },
        (error: unknown) => found.setState({ sentence: sentenceOf(error) })
      )
      .finally(() => setLooking(false))
  }, [host])
  useEffect(() => {
    queueMicrotask(look)
  }, [look])
  return { ...useStore(found), looking, look }
}
