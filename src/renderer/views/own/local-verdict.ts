import type { LocalEntry } from '../../../contract/brought.ts'
import type { Assessment } from '../../../core/fit/assessment.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { percentHere, percentWords } from '../../../core/model/gguf/on-disk.ts'
import { isRunnable, type RunnableModel } from '../../../core/model/model.ts'
import { isFileType } from '../../../core/quant/file-type.ts'
import { type Ask, assessmentOf } from '../../state/assessments.ts'
import { type LocalReading, readingKey } from '../../state/local-readings.ts'
import { findModel } from '../../state/own-models.ts'

const adopted = new WeakMap<LocalEntry, RunnableModel>()

/** The shape of what is on the disk by its first bytes or its config.json; null where only its whole header tells. */
export function modelOfEntry(entry: LocalEntry): RunnableModel | null {
  const { shape } = entry
  if (shape === null) return null
  if ('slug' in shape) {
    const model = findModel(shape.slug)
    return model && isRunnable(model) ? model : null
  }
  const before = adopted.get(entry)
  if (before) return before
  const model = { ...shape.model, slug: readingKey(entry) }
  adopted.set(entry, model)
  return model
}

/** What a row says of a model on the disk. */
export interface LocalWords {
  /** What it is, `Qwen3 8B`; null where nothing says. */
  readonly what: string | null
  readonly mix: string | null
  /** Why there is no verdict, or what is to be said with it. */
  readonly remark: string | null
  readonly assessment: Assessment | null
}

/**
 * The verdict by the file's own tensors where its header was read, else that of the catalogue's row for the mix that it
 * states; none of a file that is damaged or lacks a part.
 */
export function localWords(
  entry: LocalEntry,
  reading: LocalReading | undefined,
  machine: Machine | null,
  ask: Ask
): LocalWords {
  const words = { what: whatItIs(entry), mix: entry.mix, remark: null, assessment: null }
  const [gone] = entry.missing
  if (gone !== undefined) return { ...words, remark: missingWords(gone, entry.missing.length) }
  const fault = entry.fault ?? (reading && 'fault' in reading ? reading.fault : null)
  if (fault !== null) return { ...words, remark: fault }
  if (reading && 'model' in reading) {
    const { model } = reading
    return {
      ...words,
      mix: model.file?.fileType ?? entry.mix,
      remark: partWords(entry.bytes, model.file?.bytes ?? 0),
      assessment: machine && assessmentOf(machine, model, 'auto', ask)
    }
  }
  const model = modelOfEntry(entry)
  if (!model) return { ...words, remark: 'open it for a verdict' }
  const mix = entry.mix ?? ''
  const assessment = machine && assessmentOf(machine, model, isFileType(mix) ? mix : 'auto', ask)
  return { ...words, assessment }
}

function whatItIs(entry: LocalEntry): string | null {
  const name = modelOfEntry(entry)?.name
  if (name === undefined) return entry.architecture === null ? null : `${entry.architecture}, not recognised`
  if (entry.by === 'shape') return `shape of ${name}`
  return entry.by === 'name' && entry.format === 'gguf' ? `${name}, by its name` : name
}

const missingWords = (first: string, count: number): string =>
  `${count === 1 ? 'a part is' : `${count} parts are`} missing: ${first}${count > 1 ? ' and others' : ''}`

function partWords(here: number, whole: number): string | null {
  const percent = percentHere(here, whole)
  return percent === null ? null : `${percentWords(percent)} of the file is here`
}
