import { models } from '../../src/catalog/catalog.ts'
import { assess } from '../../src/core/fit/assess.ts'
import { contextWithin } from '../../src/core/fit/context-limit.ts'
import { fileTypesFor } from '../../src/core/memory/weights.ts'
import type { Machine } from '../../src/core/machine/machine.ts'
import { isRunnable } from '../../src/core/model/model.ts'

/** What `plimsoll list` asks of the core: best quantisation, longest context, placement and verdict of every model. */
export function wholeList(machine: Machine, contextTokens = 8192): number {
  let answers = 0
  for (const model of models) {
    const engine = { contextTokens: contextWithin(model, contextTokens) }
    if (assess(model, machine, { quant: 'auto', engine, brief: true }).ok) answers += 1
  }
  return answers
}

/** Every model of the catalogue in every quantisation it comes in, planned on one machine. */
export function everyQuantisation(machine: Machine, contextTokens = 8192): number {
  let plans = 0
  for (const model of models.filter(isRunnable)) {
    const engine = { contextTokens: contextWithin(model, contextTokens) }
    for (const quant of fileTypesFor(model.architecture, model.nativeType)) {
      if (assess(model, machine, { quant, engine, brief: true }).ok) plans += 1
    }
  }
  return plans
}
