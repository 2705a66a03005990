import type { Architecture } from '../core/model/architecture.ts'
import type { ModelSpec } from '../core/model/model.ts'
import { countParameters } from '../core/model/parameters.ts'
import { tensorTable } from '../core/model/tensor-table.ts'

/** A part of the published count that is not weights of the language model, in elements. */
export interface OtherPart {
  readonly what: 'vision tower' | 'audio tower' | 'MTP layers' | 'unexplained'
  readonly elements: number
}

export interface CountCheck {
  readonly published: number
  /** Weights of the language model as the shape gives them: tied embeddings once, no towers, no MTP layers. */
  readonly text: number
  /** What else the published count holds, as the row says. */
  readonly others: readonly OtherPart[]
  /** Language model and other parts together, to be held against `published`. */
  readonly computed: number
  readonly active: number
  /**
   * `exact` to the element; `partly` where that takes a remainder which the row states and nobody has explained;
   * `rounded` where only a rounded figure is published and this is it; else `wrong`.
   */
  readonly verdict: 'exact' | 'partly' | 'rounded' | 'wrong'
}

/** What of a rounded figure may be off: 0.1 %, or half a unit of its last digit that is not 0. */
function rounding(published: number): number {
  let unit = 1
  while (published % (unit * 10) === 0) unit *= 10
  return Math.max(0.001 * published, unit / 2)
}

function otherParts({ towers, architecture, parameters }: ModelSpec): OtherPart[] {
  const parts: OtherPart[] = [
    { what: 'vision tower', elements: towers?.vision ?? 0 },
    { what: 'audio tower', elements: towers?.audio ?? 0 },
    { what: 'MTP layers', elements: architecture?.mtp?.params ?? 0 },
    { what: 'unexplained', elements: parameters.unexplained ?? 0 }
  ]
  return parts.filter(({ elements }) => elements !== 0)
}

/**
 * Counts the weights from the shape and holds the sum against the published total: to the element, or within the
 * rounding where only a rounded figure is published. Null for a row without a published total.
 *
 *     text weights + towers + MTP + unexplained = published
 */
export function checkCount(model: ModelSpec & { readonly architecture: Architecture }): CountCheck | null {
  const { architecture, parameters } = model
  if (parameters.total === null) return null
  const { total: text, active } = countParameters(tensorTable(architecture), architecture)
  const others = otherParts(model)
  const computed = others.reduce((sum, { elements }) => sum + elements, text)
  const off = Math.abs(computed - parameters.total)
  const verdict =
    off === 0
      ? parameters.unexplained === undefined
        ? 'exact'
        : 'partly'
      : parameters.rounded && off <= rounding(parameters.total)
        ? 'rounded'
        : 'wrong'
  return { published: parameters.total, text, others, computed, active, verdict }
}
