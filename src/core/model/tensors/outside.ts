import type { Architecture } from '../architecture.ts'
import type { Tensor, TensorRole } from '../tensor.ts'
import { extraOutsideParts } from './extras.ts'
import { familyOf } from './family.ts'
import { bias, matrix, type Part, vector, when } from './part.ts'

const as = (role: TensorRole, parts: readonly Part[]): Part[] => parts.map((part) => ({ ...part, role }))

/**
 * Frequency factors of the rotary embedding: no weights, but constants that the converter writes as f32 vectors of
 * half the rotated width. llama.cpp conversion/llama.py, phi.py, gemma.py (`generate_extra_tensors`).
 */
function ropeParts({ gguf, attention }: Architecture): Part[] {
  if (gguf === 'gemma4') {
    return [vector('rope_freqs', (attention.overrides?.full?.headDim ?? attention.headDim) / 2)]
  }
  const factors = attention.ropeFactors
  if (!factors) return []
  const half = (factors.rotated ?? attention.headDim) / 2
  return factors.kind === 'llama3'
    ? [vector('rope_freqs', half)]
    : [vector('rope_factors_long', half), vector('rope_factors_short', half)]
}

/** Embedding, positions, final norm and output head. A tied head has no tensor of its own. */
export function outsideTensors(architecture: Architecture): readonly Tensor[] {
  const { hiddenSize, vocabSize, tiedEmbeddings, details } = architecture
  const { outputNorm } = familyOf(architecture)
  const positions = details?.positions ?? 0
  const parts = [
    ...as('input-embedding', [matrix('token_embd', hiddenSize, vocabSize)]),
    ...as('lookup', when(positions > 0, matrix('position_embd', hiddenSize, positions))),
    ...as('output', [
      ...when(details?.finalNorm ?? true, vector(outputNorm, hiddenSize)),
      ...when(details?.normBias, bias(outputNorm, hiddenSize)),
      ...when(details?.headBias, bias('output', vocabSize))
    ]),
    ...as('output-head', when(!tiedEmbeddings, matrix('output', hiddenSize, vocabSize))),
    ...extraOutsideParts(architecture),
    ...as('block', ropeParts(architecture))
  ]
  return parts.map((part) => ({ ...part, layer: null, role: part.role ?? 'output' }))
}
