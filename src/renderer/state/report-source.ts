import { catalogVersion } from '../../catalog/catalog.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import { isMeasured } from '../../core/machine/apply-calibration.ts'
import type { Machine } from '../../core/machine/machine.ts'
import type { FileType } from '../../core/quant/file-type.ts'
import type { ReportSource } from '../../core/report/report.ts'
import type { Overrides } from '../../core/schema/overrides.ts'
import { type Ask, assessmentOf } from './assessments.ts'
import { choices, untuned } from './choices.ts'
import { overridesOf } from './change-overrides.ts'
import { allModels } from './own-models.ts'
import { withProvenance } from './provenance.ts'
import { machineBeneath } from './stand-in.ts'

export interface Shown {
  readonly slug: string | null
  readonly quant: FileType | 'auto'
  readonly ask: Ask
  /** Empty for a report of the model alone. */
  readonly list: readonly Assessment[]
  readonly charts?: ReportSource['charts']
}

/** What a report of the state on screen is made of. */
export function reportSource(
  machine: Machine,
  { slug, quant, ask, list, charts }: Shown,
  generatedAt: string
): ReportSource {
  const state = choices.getState()
  const { view } = state
  const overrides = overridesOf(state)
  const { contextTokens, parallel, cacheType, tuning = untuned } = ask
  const selected = allModels()
    .filter((model) => model.slug === slug)
    .map((model) => assessmentOf(machine, model, quant, ask, 'page'))
    .map((assessment) => ({ ...assessment, model: withProvenance(assessment.model) }))
  const detected = machineBeneath()
  return {
    machine,
    list,
    selected,
    ...(charts && { charts }),
    question: {
      models: selected.map(({ model }) => model.id),
      ...{ quant, contextTokens, parallel, cacheType, ...tuning, view }
    },
    // What was measured lies over what was entered, so the two cannot be told apart again: the report has the sum.
    ...(detected && anything(overrides) && !isMeasured(machine) && { corrected: { detected, overrides } }),
    generatedAt,
    catalogVersion
  }
}

const anything = ({ accelerators, ...host }: Overrides): boolean =>
  Object.keys(accelerators).length > 0 || Object.keys(host).length > 0
