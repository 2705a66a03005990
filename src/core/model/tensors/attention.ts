import { type Block, headDimensions } from './block.ts'
import { familyOf } from './family.ts'
import { bias, matrix, type Part, unexplained, vector, when } from './part.ts'
import { projectedIndexer } from './sparse-indexer.ts'

const queryKeyNorms = (kind: 'head' | 'full', queries: number, keys: number, headDim: number): Part[] => [
  vector('attn_q_norm', kind === 'head' ? headDim : queries),
  vector('attn_k_norm', kind === 'head' ? headDim : keys)
]

/**
 * Multi-head and grouped-query attention: `attn_q` [hidden, heads x headDim], `attn_k` and `attn_v`
 * [hidden, kvHeads x headDim], `attn_output` [heads x valueHeadDim, hidden]. Layers that reuse an earlier cache
 * (Gemma 3n, Gemma 4 E) keep their unused key and value projections in the checkpoint and in the file.
 */
export function attentionParts(block: Block): readonly Part[] {
  const { architecture, layer } = block
  const { attention, hiddenSize } = architecture
  const family = familyOf(architecture)
  const { heads, kvHeads, headDim, valueHeadDim, keysAreValues, extraWeights } = headDimensions(block)
  const gated = attention.outputGate === true
  const queries = heads * headDim * (gated && family.outputGate === 'in-query' ? 2 : 1)
  const keys = kvHeads * headDim
  const values = kvHeads * valueHeadDim
  const biased = attention.qkvBias === true

  const projections = family.fusedQkv
    ? [
        matrix('attn_qkv', hiddenSize, queries + keys + values),
        ...when(biased, bias('attn_qkv', queries + keys + values))
      ]
    : [
        matrix('attn_q', hiddenSize, queries),
        matrix('attn_k', hiddenSize, keys),
        ...when(!keysAreValues, matrix('attn_v', hiddenSize, values)),
        ...when(biased, bias('attn_q', queries), bias('attn_k', keys)),
        ...when(biased && !keysAreValues, bias('attn_v', values))
      ]
  const norms = attention.qkNorm ? queryKeyNorms(attention.qkNorm, heads * headDim, keys, headDim) : []
  // MiMo V2 has sinks in its sliding layers alone; the catalogue knows them as the extra weights of that kind.
  const sinks = attention.sinks === true || (architecture.gguf === 'mimo2' && extraWeights === heads)
  const perHead = family.outputGate === 'per-head' && extraWeights === hiddenSize * heads

  return [
    ...projections,
    matrix('attn_output', heads * valueHeadDim, hiddenSize),
    ...when(attention.outputBias, bias('attn_output', hiddenSize)),
    ...norms,
    ...when(sinks, vector('attn_sinks', heads)),
    ...when(gated && family.outputGate === 'per-element', matrix('attn_gate', hiddenSize, heads * headDim)),
    ...when(perHead, matrix('attn_gate', hiddenSize, heads)),
    ...(sinks || perHead ? [] : unexplained('attn_extra', hiddenSize, extraWeights)),
    ...projectedIndexer(attention.indexer, layer, hiddenSize)
  ]
}
