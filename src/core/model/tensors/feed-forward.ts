import type { Architecture } from '../architecture.ts'
import { familyOf } from './family.ts'
import { bias, matrix, type Part, when } from './part.ts'
import { required } from './required.ts'

/** A dense feed-forward part of the given hidden width: gate and up [hidden, width], down [width, hidden]. */
export function denseParts(architecture: Architecture, width: number, suffix = ''): readonly Part[] {
  const { hiddenSize, details } = architecture
  const gated = details?.gatedMlp ?? true
  const fused = gated && familyOf(architecture).fusedGateUp
  const biased = details?.mlpBias === true
  return [
    ...when(gated && !fused, matrix(`ffn_gate${suffix}`, hiddenSize, width)),
    matrix(`ffn_up${suffix}`, hiddenSize, fused ? 2 * width : width),
    matrix(`ffn_down${suffix}`, width, hiddenSize),
    ...when(biased && gated && !fused, bias(`ffn_gate${suffix}`, width)),
    ...when(biased, bias(`ffn_up${suffix}`, fused ? 2 * width : width), bias(`ffn_down${suffix}`, hiddenSize))
  ]
}

/** Hidden width of the dense feed-forward part of a layer. Throws where the catalogue row knows none. */
export function denseWidth(architecture: Architecture, layer: number): number {
  const { experts } = architecture
  if (experts?.denseWidth !== undefined) return experts.denseWidth
  const widths = required(architecture, 'feedForward', 'dense layers')
  if (typeof widths === 'number') return widths
  const width = widths[layer]
  if (width === undefined) {
    throw new Error(
      `The architecture lists ${widths.length} feed-forward widths but has a dense layer ${layer}.`
    )
  }
  return width
}
