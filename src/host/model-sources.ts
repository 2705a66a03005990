import type { ModelSources } from '../contract/model-sources.ts'
import { hubSettings } from './hub/hub-settings.ts'
import type { HubProgress } from './hub/read-hub-model.ts'

interface Reading {
  readonly controller: AbortController
  progress: HubProgress | null
}

/** Models outside the catalogue for a page: readings that can be watched and ended. */
export function createModelSources(): ModelSources {
  const readings = new Map<string, Reading>()
  return {
    readHubModel: async (id, task) => {
      readings.get(task)?.controller.abort()
      const reading: Reading = { controller: new AbortController(), progress: null }
      readings.set(task, reading)
      try {
        // Imported when asked for: a page that never asks does not pay for the network's parts.
        const { readHubModel } = await import('./hub/read-hub-model.ts')
        const { model, notes } = await readHubModel(id, {
          settings: await hubSettings(),
          signal: reading.controller.signal,
          onProgress: (progress) => {
            reading.progress = progress
          }
        })
        return { model, notes }
      } finally {
        if (readings.get(task) === reading) readings.delete(task)
      }
    },
    cancelReading: (task) => {
      readings.get(task)?.controller.abort()
      return Promise.resolve()
    },
    readingProgress: (task) => Promise.resolve(readings.get(task)?.progress ?? null)
  }
}
