import type { LocalEntry } from '../../../contract/brought.ts'
import type { Assessment } from '../../../core/fit/assessment.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { isRunnable, type RunnableModel } from '../../../core/model/model.ts'
import { isFileType } from '../../../core/quant/file-type.ts'
import { type Ask, assessmentOf } from '../../state/assessments.ts'
import { findModel } from '../../state/own-models.ts'

const adopted = new WeakMap<LocalEntry, RunnableModel>()

/** The shape of what is on the disk; null where only its file would tell. */
export function modelOfEntry(entry: LocalEntry): RunnableModel | null {
  const { shape } = entry
  if (shape === null) return null
  if ('slug' in shape) {
    const model = findModel(shape.slug)
    return model && isRunnable(model) ? model : null
  }
  const before = adopted.get(entry)
  if (before) return before
  const model = { ...shape.model, slug: `local:${entry.path.toLowerCase()}` }
  adopted.set(entry, model)
  return model
}

/** The verdict for the mix that the file's name states; null where the shape is not known. */
export function localAssessment(entry: LocalEntry, machine: Machine, ask: Ask): Assessment | null {
  const model = modelOfEntry(entry)
  if (!model) return null
  const mix = entry.mix ?? ''
  return assessmentOf(machine, model, isFileType(mix) ? mix : 'auto', ask)
}
