import { atOnce } from '../at-once.ts'
import { type LocalLook, lookAtLocal } from './look-at-local.ts'
import type { LocalModel } from './local-model.ts'

/** A disk that turns is not asked for a thousand places at once, and neither are a thousand files held open. */
const mostAtOnce = 16

/** Looks into every model that was found, in order. */
export const lookAtAll = (models: readonly LocalModel[]): Promise<readonly LocalLook[]> =>
  atOnce(models, mostAtOnce, lookAtLocal)
