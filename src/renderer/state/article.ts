import { models } from '../../catalog/catalog.ts'
import type { ModelSpec } from '../../core/model/model.ts'

/** What the article names once, and the models of the catalogue that go by that name. */
export interface ArticleStep {
  /** The article's own words. */
  readonly wording: string
  readonly models: readonly [ModelSpec, ...ModelSpec[]]
}

const orderOf = ({ article }: ModelSpec): number => article?.order ?? Infinity

/** Models the article names, in its order; neighbours under one wording are one step. */
export function stepsOf(all: readonly ModelSpec[]): readonly ArticleStep[] {
  const named = all.filter(({ article }) => article !== undefined).sort((a, b) => orderOf(a) - orderOf(b))
  const steps: { wording: string; models: [ModelSpec, ...ModelSpec[]] }[] = []
  for (const model of named) {
    const last = steps.at(-1)
    const wording = model.article?.wording ?? ''
    if (last?.wording === wording) last.models.push(model)
    else steps.push({ wording, models: [model] })
  }
  return steps
}

export const articleSteps = stepsOf(models)

/** The step a model belongs to; the first where the article does not name it. */
export function stepIndexOf(steps: readonly ArticleStep[], slug: string | null): number {
  const at = steps.findIndex((step) => step.models.some((model) => model.slug === slug))
  return Math.max(0, at)
}
