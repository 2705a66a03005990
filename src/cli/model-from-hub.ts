import { hubSettings } from '../host/hub/hub-settings.ts'
import { HubError } from '../host/hub/hub-error.ts'
import { readHubModel } from '../host/hub/read-hub-model.ts'
import type { ModelSpec } from '../core/model/model.ts'
import { UnknownModelError } from './unknown-model-error.ts'

export interface HubChoice {
  readonly offline?: boolean
  /** Where what was assumed and checked is said: never standard output. */
  readonly note?: (sentence: string) => void
}

/** The model of a repository that the user named. Ctrl-C ends the program, and with it every request. */
export async function modelFromHub(name: string, { offline = false, note }: HubChoice): Promise<ModelSpec> {
  try {
    const settings = await hubSettings({ offline })
    let last = ''
    const { model, notes } = await readHubModel(name, {
      settings,
      onProgress: ({ step }) => {
        if (step !== last && process.stderr.isTTY) note?.(`${step} ...`)
        last = step
      }
    })
    for (const sentence of notes) note?.(sentence)
    return model
  } catch (error) {
    if (error instanceof HubError) throw new UnknownModelError(error.message)
    throw error
  }
}
