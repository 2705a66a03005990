import { models } from '../../src/catalog/catalog.ts'
import { assess } from '../../src/core/fit/assess.ts'
import { contextWithin } from '../../src/core/fit/context-limit.ts'
import { fileTypesFor, profileOf } from '../../src/core/memory/weights.ts'
import type { Machine } from '../../src/core/machine/machine.ts'
import { isRunnable } from '../../src/core/model/model.ts'
import { engineDefaults } from '../../src/core/engine/settings.ts'
import { plan } from '../../src/core/fit/plan.ts'
import { roomOf } from '../../src/core/placement/room.ts'

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
export function plannedCatalogue(machine: Machine, contextTokens = 8192): number {
  const room = roomOf(machine)
  if (!room.ok) throw new Error(room.error.message)
  let fitting = 0
  for (const model of models.filter(isRunnable)) {
    const { architecture, nativeType, contextLength } = model
    const engine = { ...engineDefaults, contextTokens: contextWithin(model, contextTokens) }
    for (const quant of fileTypesFor(architecture, nativeType)) {
      const profile = profileOf(architecture, quant)
      const found = plan({ architecture, profile, engine, room: room.value, trainedContext: contextLength })
      if (found.level !== 'does-not-fit') fitting += 1
    }
  }
  return fitting
}

/** The same with everything that the page of one model shows but the advice: speed, bill, words, longest context. */
export function assessedCatalogue(machine: Machine, contextTokens = 8192): number {
  let answers = 0
  for (const model of models.filter(isRunnable)) {
    const engine = { contextTokens: contextWithin(model, contextTokens) }
    for (const quant of fileTypesFor(model.architecture, model.nativeType)) {
      if (assess(model, machine, { quant, engine, brief: true }).ok) answers += 1
    }
  }
  return answers
}
