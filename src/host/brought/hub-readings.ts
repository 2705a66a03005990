import type { BroughtModel, ReadingProgress } from '../../contract/brought.ts'
import { HubError } from '../hub/hub-error.ts'
import { hubSettings } from '../hub/hub-settings.ts'
import { readHubModel } from '../hub/read-hub-model.ts'

/** Readings of repositories under way, each known by a name that its caller chose. */
export interface HubReadings {
  read(task: string, reference: string, fromCache: boolean): Promise<BroughtModel>
  progress(task: string): ReadingProgress | null
  cancel(task: string): void
}

interface UnderWay {
  readonly stop: AbortController
  progress: ReadingProgress
}

/** More than a person starts at once; a page that forgets its readings must not pile up connections. */
const mostAtOnce = 8

export function hubReadings(): HubReadings {
  const underWay = new Map<string, UnderWay>()
  return {
    read: async (task, reference, fromCache) => {
      if (underWay.has(task)) throw new Error('A reading of this name is under way already.')
      if (underWay.size >= mostAtOnce)
        throw new Error(`${mostAtOnce} repositories are being read already. Wait for one, or cancel it.`)
      const mine: UnderWay = {
        stop: new AbortController(),
        progress: { step: `Asking about ${reference.slice(0, 100)}`, done: 0, of: 1 }
      }
      underWay.set(task, mine)
      try {
        const { model, notes } = await readHubModel(reference, {
          settings: await hubSettings({ offline: fromCache }),
          signal: mine.stop.signal,
          onProgress: (progress) => (mine.progress = progress)
        })
        return { model, notes }
      } catch (error) {
        if (fromCache && error instanceof HubError && error.kind === 'offline')
          throw new Error('It was not kept on this machine. Read it again over the network.', {
            cause: error
          })
        throw error
      } finally {
        underWay.delete(task)
      }
    },
    progress: (task) => underWay.get(task)?.progress ?? null,
    cancel: (task) => underWay.get(task)?.stop.abort()
  }
}
