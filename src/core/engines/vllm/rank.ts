import type { Term } from '../../memory/term.ts'
import type { Tensor } from '../../model/tensor.ts'
import { inGib } from '../../format.ts'
import { bytes, roundUp } from '../../quantity.ts'
import { type EngineQuestion, exactTerm, modelledTerm } from '../shared/account.ts'
import { rankWeights, type Stage } from '../shared/rank-weights.ts'
import type { VllmSettings } from '../../engine/server-settings.ts'
import { absorbedBytes, rotaryBytes } from './overhead.ts'

/** Marlin's MXFP4 kernels pad hidden size to 256 and expert width to 128 (quantization/mxfp4.py). */
const paddedHidden = 256
const paddedWidth = 128

/** MXFP4 experts as they lie in memory: wider than in the file. */
function paddedExperts(ranks: number): (tensor: Tensor) => Tensor {
  return (tensor) => {
    if (tensor.role !== 'experts' || tensor.shape.length < 3) return tensor
    const [inputs, outputs = 1, ...rest] = tensor.shape
    const down = tensor.name.includes('ffn_down')
    const hidden = (n: number): number => roundUp(n, paddedHidden)
    const width = (n: number): number => roundUp(n / ranks, paddedWidth) * ranks
    return {
      ...tensor,
      shape: down ? [width(inputs), hidden(outputs), ...rest] : [hidden(inputs), width(outputs), ...rest]
    }
  }
}

/**
 * The weights of one rank, term by term: the checkpoint's part, towers, drafting layers, and what vLLM adds to them
 * while loading. Exact where the checkpoint is plain and not cut; else the layout of a checkpoint may differ.
 */
export function weightTerms(
  { model, format, settings }: EngineQuestion<VllmSettings>,
  stage: Stage
): readonly Term[] {
  const { architecture, towers, contextLength } = model
  const { tensorParallel: ranks, speculativeTokens, languageModelOnly } = settings
  const first = stage.from === 0
  const last = stage.to === architecture.layers
  const padded = format.name === 'MXFP4' ? { padded: paddedExperts(ranks) } : {}
  const weights = rankWeights(architecture, format, { ranks, stage, ...padded })
  const tower = first && !languageModelOnly ? ((towers?.vision ?? 0) + (towers?.audio ?? 0)) * 2 : 0
  const drafting =
    last && speculativeTokens > 0
      ? (architecture.mtp?.params ?? 0) * (format.bits >= 16 ? 2 : format.bits / 8)
      : 0
  const rotary = rotaryBytes(architecture, contextLength ?? 0)
  const absorbed = (absorbedBytes(architecture, ranks) * (stage.to - stage.from)) / architecture.layers
  const where = ranks > 1 ? `, one of ${ranks} parts` : ''
  const plain = format.bits >= 16 && ranks === 1
  const terms = [
    (plain ? exactTerm : modelledTerm)(
      'weights',
      weights,
      `${format.name}${where}: layers ${stage.from} to ${stage.to - 1}`
    ),
    modelledTerm('weights', tower / ranks, `towers for images and sound in 16 bits${where}`),
    modelledTerm('weights', drafting / ranks, `layers that draft tokens (multi-token prediction)${where}`),
    modelledTerm('weights', absorbed, 'up-projections of the latent, kept a second time for decoding'),
    modelledTerm('weights', rotary, `table of the rotary embedding, ${inGib(bytes(rotary))}`)
  ]
  return terms.filter((term) => term.bytes > 0)
}
