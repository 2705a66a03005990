import type { Architecture } from '../core/model/architecture.ts'
import type { ModelSpec } from '../core/model/model.ts'
import { countParameters } from '../core/model/parameters.ts'
import { tensorTable } from '../core/model/tensor-table.ts'

export interface CountCheck {
  readonly published: number
  /** Language model, towers and MTP layers together, in elements, as the shape gives it. */
  readonly computed: number
  readonly active: number
  readonly agrees: boolean
}

/** What of a rounded figure may be off: 0.1 %, or half a unit of its last digit that is not 0. */
function rounding(published: number): number {
  let unit = 1
  while (published % (unit * 10) === 0) unit *= 10
  return Math.max(0.001 * published, unit / 2)
}

/**
 * Counts the weights from the shape and holds the sum against the published total: to the element, or within the
 * rounding where only a rounded figure is published. Null for a row without shape or without a published total.
 *
 *     text weights + towers + MTP + unexplained = published
 */
export function checkCount(model: ModelSpec & { readonly architecture: Architecture }): CountCheck | null {
  const { architecture, towers, parameters } = model
  if (parameters.total === null) return null
  const { total, active } = countParameters(tensorTable(architecture), architecture)
  const computed =
    total +
    (towers?.vision ?? 0) +
    (towers?.audio ?? 0) +
    (architecture.mtp?.params ?? 0) +
    (parameters.unexplained ?? 0)
  const off = Math.abs(computed - parameters.total)
  return {
    published: parameters.total,
    computed,
    active,
    agrees: off <= (parameters.rounded ? rounding(parameters.total) : 0)
  }
}
