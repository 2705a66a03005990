import type { StoredTensor } from './header.ts'

/** What the tensors of a checkpoint are for. */
export type WeightGroup =
  | 'text'
  | 'vision'
  | 'audio'
  /** layers of multi-token prediction */
  | 'mtp'
  /** scales, zero points and lookup tables of a quantisation: no parameters */
  | 'scales'
  /** masks and frequencies that old checkpoints store, and a head that is the embedding again */
  | 'copies'

export interface SumOptions {
  /** Layers of the language model: what comes after them predicts further tokens. */
  readonly layers: number
  readonly tiedEmbeddings: boolean
  /** Bits of a packed weight, by the quantisation of the config; null when weights are not packed. */
  readonly bits: number | null
}

export interface WeightSums {
  /** Elements per group, unpacked. */
  readonly elements: Readonly<Record<WeightGroup, number>>
  readonly bytes: number
  /** True where integers hold several weights each and `bits` was used to count them. */
  readonly packed: boolean
}

const scales =
  /(?:\.|_)(?:scales?|biases_packed|qzeros|g_idx|weight_scale(?:_inv|_2)?|input_scale|weight_zero_point|weight_shape|absmax|quant_map|nested_absmax|nested_quant_map|quant_state\.[\w_]+|k_scale|v_scale|weight_g_idx|input_global_scale|weight_global_scale|scale_inv)$/
const copies = /rotary_emb\.inv_freq$|\.attn\.(?:masked_)?bias$|\.masked_bias$|position_ids$/
const audio = /(?:^|\.)(?:audio|speech|talker|code2wav|token2wav|embed_audio|sound)/
const vision =
  /(?:^|\.)(?:vision|visual|vit|image_newline|img_|image_|multi_modal_projector|mm_projector|mlp1|embed_vision|patch_merge|patch_embed|vision_tower|aligner|resampler|connector|perceptive)/
const prediction = /(?:^|\.)(?:mtp|nextn|mtp_block|model_mtp)(?:\.|_)/
const layerNumber = /(?:^|\.)(?:layers|h|blocks)\.(\d+)\./

const integerBits: Readonly<Record<string, number>> = { U8: 8, I8: 8, I32: 32, U32: 32, I64: 64, I16: 16 }

/** What a tensor is for, by its name in the checkpoint. */
export function groupOf(name: string, { layers, tiedEmbeddings }: SumOptions): WeightGroup {
  if (scales.test(name)) return 'scales'
  if (copies.test(name)) return 'copies'
  if (prediction.test(name)) return 'mtp'
  // Audio first: Gemma's audio tower stands beside the vision tower under names of its own.
  if (audio.test(name)) return 'audio'
  if (vision.test(name)) return 'vision'
  const layer = layerNumber.exec(name)?.[1]
  if (layer !== undefined && Number(layer) >= layers) return 'mtp'
  return tiedEmbeddings && /(?:^|\.)lm_head\.weight$/.test(name) ? 'copies' : 'text'
}

/** Weights that one stored value holds: more than one where integers are packed. */
function perValue({ name, dtype }: StoredTensor, bits: number | null): number {
  const wide = integerBits[dtype]
  if (wide === undefined || bits === null || bits <= 0 || bits >= wide) return 1
  return /(?:weight|qweight|weight_packed|_blocks|_proj|experts\.[\w.]*)$/.test(name) ? wide / bits : 1
}

/** MLX keeps `scales` and `biases` beside a packed weight: a bias of that shape is no parameter. */
function packedModules(tensors: readonly StoredTensor[]): ReadonlySet<string> {
  const modules = tensors.flatMap(({ name, dtype }) =>
    dtype === 'U32' && name.endsWith('.weight') ? [name.slice(0, -'.weight'.length)] : []
  )
  return new Set(modules)
}

/** Sums the weights of a checkpoint by what they are for, in elements. */
export function sumWeights(tensors: readonly StoredTensor[], options: SumOptions): WeightSums {
  const elements: Record<WeightGroup, number> = { text: 0, vision: 0, audio: 0, mtp: 0, scales: 0, copies: 0 }
  const packedIn = packedModules(tensors)
  let bytes = 0
  let packed = false
  for (const tensor of tensors) {
    const times = perValue(tensor, options.bits)
    packed ||= times > 1
    const stored = tensor.shape.reduce((product, size) => product * size, 1)
    const beside = tensor.name.endsWith('.biases') && packedIn.has(tensor.name.slice(0, -'.biases'.length))
    elements[beside ? 'scales' : groupOf(tensor.name, options)] += Math.round(stored * times)
    bytes += tensor.bytes
  }
  return { elements, bytes, packed }
}
