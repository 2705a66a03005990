import { useEffect, useMemo, useState } from 'react'
import { models } from '../../catalog/catalog.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { fileTypesFor } from '../../core/memory/weights.ts'
import { isRunnable, type ModelSpec, type RunnableModel } from '../../core/model/model.ts'
import type { FileType } from '../../core/quant/file-type.ts'
import { type Ask, assessmentOf } from './assessments.ts'
import type { QuantAnswer } from './list-items.ts'

/** Whether a row opens into quantisations: a model of a known shape, not a file that has its own. */
export const hasQuants = (model: ModelSpec): model is RunnableModel =>
  isRunnable(model) && model.file === undefined

/** Leaves room for input and drawing in a frame of 16 ms. */
const sliceMs = 8

interface Asked {
  readonly model: RunnableModel
  readonly fileType: FileType
}

const keyOf = ({ model, fileType }: Asked): string => `${model.slug} ${fileType}`

const askedOf = (model: RunnableModel): readonly Asked[] =>
  fileTypesFor(model.architecture, model.nativeType).map((fileType) => ({ model, fileType }))

/**
 * The quantisations of the open models, largest first, worked out in slices. An answer to the question before stays
 * until the new one is there.
 */
export function useQuantAnswers(
  machine: Machine,
  ask: Ask,
  open: ReadonlySet<string>
): ReadonlyMap<string, readonly QuantAnswer[]> {
  const opened = useMemo(() => models.filter((model) => open.has(model.slug)).filter(hasQuants), [open])
  const [answers, setAnswers] = useState<ReadonlyMap<string, Assessment>>(new Map())
  useEffect(() => {
    const waiting = opened.flatMap(askedOf)
    let timer: ReturnType<typeof setTimeout> | undefined
    let stopped = false
    const slice = (): void => {
      if (stopped || waiting.length === 0) return
      const until = performance.now() + sliceMs
      const more: [string, Assessment][] = []
      do {
        const next = waiting.shift()
        if (!next) break
        more.push([keyOf(next), assessmentOf(machine, next.model, next.fileType, ask)])
      } while (performance.now() < until)
      setAnswers((before) => new Map([...before, ...more]))
      timer = setTimeout(slice)
    }
    queueMicrotask(slice)
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [machine, ask, opened])
  return useMemo(
    () =>
      new Map(
        opened.map((model) => [
          model.slug,
          askedOf(model).map((one) => ({
            fileType: one.fileType,
            assessment: answers.get(keyOf(one)) ?? null
          }))
        ])
      ),
    [opened, answers]
  )
}
