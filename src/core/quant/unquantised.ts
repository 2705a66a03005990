import type { FileType } from './file-type.ts'
import type { GgmlType } from './ggml-type.ts'
import type { NamedShape } from './named-shape.ts'

/** Name parts of matrices that llama-quantize leaves as the converter wrote them. llama.cpp src/llama-quant.cpp. */
const leftAlone = [
  '_norm.weight',
  'ffn_gate_inp.weight',
  'ffn_gate_tid2eid.weight',
  'altup',
  'laurel',
  'per_layer_model_proj',
  'ssm_conv1d',
  'shortconv.conv.weight',
  'indexer.k_proj.weight',
  'indexer.q_proj.weight',
  'time_mix_first.weight',
  'time_mix_w0.weight',
  'time_mix_w1.weight',
  'time_mix_w2.weight',
  'time_mix_v0.weight',
  'time_mix_v1.weight',
  'time_mix_v2.weight',
  'time_mix_a0.weight',
  'time_mix_a1.weight',
  'time_mix_a2.weight',
  'time_mix_g1.weight',
  'time_mix_g2.weight',
  'time_mix_decay_w1.weight',
  'time_mix_decay_w2.weight',
  'time_mix_lerp_fused.weight',
  'attn_rel_b.weight',
  '.position_embd',
  'sam.pos_embd',
  'sam.neck.',
  'sam.net_',
  '.rel_pos',
  '.patch_embd',
  '.patch_merger',
  'a.rvq.codebook',
  'mm.a.code_embd'
] as const

const leftAloneExactly: readonly string[] = ['position_embd.weight', 'token_types.weight']

/**
 * Dimensions as ggml counts them: ones at the end do not count, so a stored [n, 1] is a vector.
 * `ggml_n_dims`, ggml/src/ggml.c.
 */
export const dimensionsOf = ({ shape }: Pick<NamedShape, 'shape'>): number =>
  Math.max(1, shape.findLastIndex((d) => d > 1) + 1)

/** Whether llama-quantize may change the type of this tensor: matrices named `...weight` that are not on its list. */
export const allowsQuantisation = (tensor: NamedShape): boolean =>
  dimensionsOf(tensor) >= 2 &&
  tensor.name.endsWith('weight') &&
  !leftAloneExactly.includes(tensor.name) &&
  !leftAlone.some((part) => tensor.name.includes(part))

/** Matrices that the converter always writes in f32, besides norms and everything not named `...weight`. */
const alwaysF32 = [
  '_norm.weight',
  'ffn_gate_inp',
  'position_embd.weight',
  'token_types.weight',
  'ssm_conv1d',
  'shortconv.conv',
  'time_mix_first',
  'time_mix_w1',
  'time_mix_w2',
  'time_mix_decay_w1',
  'time_mix_decay_w2',
  'time_mix_lerp_fused',
  'altup_correct_coef',
  'altup_predict_coef'
] as const

/**
 * Type in which the converter writes a tensor that llama-quantize then leaves alone: f32 for vectors, norms, routers
 * and convolutions, the 16-bit type of the base file for the rest (a quantised file is made from an F16 or BF16 one,
 * of the same size). llama.cpp conversion/base.py, `prepare_tensors`.
 */
export function convertedType(tensor: NamedShape, fileType: FileType): GgmlType {
  if (tensor.name.includes('ffn_gate_tid2eid')) return 'i32'
  const f32 =
    fileType === 'F32' ||
    dimensionsOf(tensor) < 2 ||
    !tensor.name.endsWith('.weight') ||
    alwaysF32.some((part) => tensor.name.includes(part))
  if (f32) return 'f32'
  return fileType === 'BF16' ? 'bf16' : 'f16'
}
