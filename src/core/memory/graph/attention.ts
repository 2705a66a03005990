import type { LayerKind } from '../../model/architecture.ts'
import { attend, type HeadShape } from './attention-core.ts'
import { attendsToBlocks, attendToBlocks } from './block-sparse-attention.ts'
import { type GraphBlock, has, normed, project, projected, tokens, weightOf } from './block.ts'
import { poolSelection, selectsPools } from './pooled-selection.ts'
import type { GraphTensor } from './tensor.ts'

/** Whether layers of this kind have a cache of their own that only holds a window. */
export const isWindowed = (kind: LayerKind): boolean =>
  kind === 'sliding' || kind === 'chunked' || kind === 'swa'

/** Dimensions of the attention of a block. */
export function headShape(
  { architecture, kind }: Pick<GraphBlock, 'architecture' | 'kind'>,
  widestValues: number
): HeadShape {
  const { attention } = architecture
  const override = attention.overrides?.[kind]
  const keyDim = override?.headDim ?? attention.headDim
  return {
    heads: override?.heads ?? attention.heads,
    kvHeads: override?.kvHeads ?? attention.kvHeads,
    keyDim,
    valueDim: override?.headDim ?? attention.valueHeadDim ?? attention.headDim,
    widestValues,
    windowed: isWindowed(kind)
  }
}

/**
 * Multi-head and grouped-query attention of a block: [hidden, tokens] in and out. llama-graph.cpp, `build_qkv` and
 * `build_attn`; norms and rotation where the block has them.
 */
export function attentionPart(
  block: GraphBlock,
  x: GraphTensor,
  shape: HeadShape,
  sliding: boolean
): GraphTensor {
  const { graph, traits } = block
  const chosen = selectsPools(block) ? poolSelection(block, x) : null
  const { q, k, v, gate } = queriesKeysValues(block, x, shape)
  const rotatedLayer = isRotated(block)
  const positions = rotatedLayer ? block.inputs.positions(traits.positionsPerToken ?? 1) : null
  const factors = rotatedLayer ? ropeFactors(block) : null
  const turn = (each: GraphTensor, norm: string): GraphTensor => {
    if (positions && traits.normsAfterRotation === true) {
      const turned = graph.rope(each, positions, factors)
      return has(block, norm) ? normed(block, norm, turned) : graph.map('rms_norm', turned)
    }
    let out = normed(block, norm, each)
    if (positions) {
      out = graph.rope(out, positions, factors)
      if (traits.plainQueryKeyNorm === true) out = graph.map('rms_norm', out)
    }
    return out
  }
  let query = turn(q, queryNormed(block, shape) ? 'attn_q_norm' : '')
  const key = k ? turn(k, queryNormed(block, shape) ? 'attn_k_norm' : '') : null
  const value = v && traits.valueNorm === true ? graph.map('rms_norm', v) : v
  if (traits.temperature === 'all' || (traits.temperature === 'unrotated' && !rotatedLayer))
    query = graph.mul(query, block.inputs.temperature())
  if (traits.scaledQuery === true) query = graph.map('scale', query)
  const given = { q: query, k: key, v: value }
  let out =
    !chosen && attendsToBlocks(block)
      ? attendToBlocks(block, x, shape, given)
      : attend(block, shape, given, sliding, chosen)
  if (gate) out = graph.mul(out, graph.map('unary', gate))
  else if (has(block, 'attn_gate')) out = gated(block, out, x, shape)
  return projected(block, 'attn_output', normed(block, 'attn_sub_norm', out))
}

/** Norms over the whole width come before the heads are told apart (`queriesKeysValues` applies them). */
const queryNormed = (block: GraphBlock, shape: HeadShape): boolean =>
  block.weights.get('attn_q_norm.weight')?.[0] === shape.keyDim

interface Parts {
  readonly q: GraphTensor
  readonly k: GraphTensor | null
  readonly v: GraphTensor | null
  readonly gate: GraphTensor | null
}

function queriesKeysValues(block: GraphBlock, x: GraphTensor, shape: HeadShape): Parts {
  const { graph } = block
  const { heads, kvHeads, keyDim, valueDim } = shape
  const queries = heads * keyDim
  const fused = project(block, 'attn_qkv', x)
  if (fused) {
    return {
      q: graph.view(fused, [keyDim, heads, tokens]),
      k: graph.view(fused, [keyDim, kvHeads, tokens]),
      v: graph.view(fused, [valueDim, kvHeads, tokens]),
      gate: null
    }
  }
  const reuses = block.reusesCache
  const full = projected(block, 'attn_q', x)
  const key = reuses ? null : projected(block, 'attn_k', x)
  const value = reuses ? null : (project(block, 'attn_v', x) ?? key)
  const wideNorm = !queryNormed(block, shape)
  const wide = (each: GraphTensor, norm: string): GraphTensor => (wideNorm ? normed(block, norm, each) : each)
  const withGate = block.weights.get('attn_q.weight')?.[1] === 2 * queries
  const k = key && graph.reshape(wide(key, 'attn_k_norm'), [keyDim, kvHeads, tokens])
  const v = value && graph.reshape(value, [valueDim, kvHeads, tokens])
  if (withGate) {
    const gate = graph.contiguous(graph.view(full, [keyDim, heads, tokens]), [queries, tokens])
    return { q: graph.view(full, [keyDim, heads, tokens]), k, v, gate }
  }
  return { q: graph.reshape(wide(full, 'attn_q_norm'), [keyDim, heads, tokens]), k, v, gate: null }
}

/** A gate per element, or one per head. */
function gated(block: GraphBlock, out: GraphTensor, x: GraphTensor, shape: HeadShape): GraphTensor {
  const { graph } = block
  const gate = graph.map('unary', projected(block, 'attn_gate', x))
  if (block.weights.get('attn_gate.weight')?.[1] !== shape.heads) return graph.mul(out, gate)
  const perHead = graph.reshape(out, [shape.valueDim, shape.heads, tokens])
  const weighted = graph.mul(perHead, graph.reshape(gate, [1, shape.heads, tokens]))
  return graph.reshape(weighted, [shape.valueDim * shape.heads, tokens])
}

function isRotated({ architecture, traits, kind, layer }: GraphBlock): boolean {
  if (traits.unrotated === true) return false
  if (traits.rotatedDepth !== undefined) return architecture.layers === traits.rotatedDepth
  if (traits.fullUnrotated === true && architecture.layerPattern?.some(isWindowed)) return isWindowed(kind)
  return traits.unrotatedEvery === undefined || (layer + 1) % traits.unrotatedEvery !== 0
}

function ropeFactors(block: GraphBlock): GraphTensor | null {
  const shared = weightOf(block, 'rope_freqs')
  return shared
}
