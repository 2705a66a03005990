import type { LocalLook } from './look-at-local.ts'
import { lookAtLocal } from './look-at-local.ts'
import type { LocalModel } from './local-model.ts'

/** A disk that turns is not asked for a thousand places at once, and neither are a thousand files held open. */
const atOnce = 16

/** Looks into every model that was found, in order. */
export async function lookAtAll(models: readonly LocalModel[]): Promise<readonly LocalLook[]> {
  const looks: LocalLook[] = []
  let next = 0
  const work = async (): Promise<void> => {
    for (let at = next++; at < models.length; at = next++) {
      const local = models[at]
      if (local) looks[at] = await lookAtLocal(local)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, models.length) }, work))
  return looks
}
