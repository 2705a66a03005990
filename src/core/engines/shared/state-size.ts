import type { Architecture, LayerKind, Recurrent } from '../../model/architecture.ts'

/** Bytes of an element of each part of a recurrent state. */
export interface StateBytes {
  readonly conv: number
  readonly state: number
}

/** Elements of the fixed state of one layer and sequence on one rank. */
export interface StateElements {
  readonly conv: number
  readonly state: number
}

/**
 * State of one recurrent layer on one of `ranks` ranks; convolutions keep `extra` more positions for drafted tokens.
 * Heads are cut over the ranks; Mamba-2's groups that the ranks do not divide are repeated until there is one for each.
 * vLLM model_executor/layers/mamba/mamba_utils.py, `MambaStateShapeCalculator`.
 */
export function stateElements(recurrent: Recurrent, ranks: number, extra: number): StateElements {
  const kept = (recurrent.convKernel ?? 4) - 1
  const conv = convWidth(recurrent, ranks, kept)
  const positions = drafts.has(recurrent.type) ? kept + extra : kept
  return { conv: (conv / ranks) * positions, state: recurrent.stateElements / ranks }
}

/** Kinds whose convolution state grows with drafted tokens. */
const drafts: ReadonlySet<Recurrent['type']> = new Set(['gated_delta_net', 'kda', 'mamba2'])

/** Channels of the convolution over all ranks. */
function convWidth(recurrent: Recurrent, ranks: number, kept: number): number {
  const { type, convElements = 0, groups, stateSize } = recurrent
  const width = kept > 0 ? convElements / kept : 0
  if (type !== 'mamba2' || groups === undefined || stateSize === undefined || groups % ranks === 0)
    return width
  return width + 2 * stateSize * (ranks - groups)
}

export const isStateOnly = (kind: LayerKind): boolean =>
  ['gated_delta_net', 'kda', 'lightning', 'mamba1', 'mamba2', 'shortconv'].includes(kind)

export const hasState = (kind: LayerKind): boolean => isStateOnly(kind) || kind === 'parallel_mamba2'

/** Architectures whose configuration asks for an f32 state: `mamba_ssm_dtype` (Qwen3.5 on), `mamba_ssm_cache_dtype`. */
const f32State: ReadonlySet<string> = new Set([
  'qwen35',
  'qwen35moe',
  'qwen4exp',
  'nemotron_h',
  'nemotron_h_moe'
])

/**
 * Bytes of a state element in vLLM: convolutions as the model's 16 bits, the recurrent state too unless the model's
 * configuration, the KDA layer (always f32) or `asked` says otherwise. vLLM models/config.py, mamba_utils.py.
 */
export function stateBytes({ gguf, recurrent }: Architecture, asked: 2 | 4 | null): StateBytes {
  const own = recurrent?.type === 'kda' || f32State.has(gguf ?? '') ? 4 : 2
  return { conv: 2, state: recurrent?.type === 'kda' ? 4 : (asked ?? own) }
}
