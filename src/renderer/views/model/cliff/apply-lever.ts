import type { CliffLever } from '../../../../core/fit/cliff-levers.ts'
import type { CliffQuestion } from '../../../../core/fit/cliff-point.ts'
import { choose } from '../../../state/choices.ts'

/**
 * Makes a lever's change. What it wins was worked out for one file, so that file stays chosen: the best one with the
 * change made might be larger and take the gain.
 */
export function applyLever({ change }: CliffLever, { model, quant }: CliffQuestion): void {
  const file = model.file ? {} : { quant }
  switch (change.kind) {
    case 'cache':
      choose({ ...file, cacheType: change.to })
      return
    case 'quant':
      choose({ quant: change.to })
      return
    case 'parallel':
      choose({ ...file, parallel: change.to })
  }
}
