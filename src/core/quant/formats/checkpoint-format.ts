import { type Result, err, ok } from '../../result.ts'

/** How wide the stretch of weights is that shares one scale. */
export type ScaleGroup =
  /** so many weights of one row */
  | { readonly kind: 'group'; readonly size: number }
  /** a square of weights (DeepSeek's FP8) */
  | { readonly kind: 'block'; readonly size: number }
  /** one row of outputs */
  | { readonly kind: 'channel' }

/** Which matrices are quantised; everything else stays in 16 bits. */
export type Coverage =
  /** every matrix of the blocks; embedding, head, routers, norms and convolutions are left alone */
  | 'linear'
  /** the routed experts alone */
  | 'experts'
  /** MLX: embedding and head too, every matrix whose rows the group divides */
  | 'all-matrices'

/** How a quantised matrix is stored in a file of the `safetensors` kind. */
export interface CheckpointFormat {
  /** `BF16`, `AWQ-INT4-G128`, `MLX-4BIT-G64`: what a person asks for. */
  readonly name: string
  /** Bits of one quantised weight; 16 or 32: nothing is quantised. */
  readonly bits: number
  readonly coverage: Coverage
  /** Bytes of a weight that is left alone. */
  readonly plainBytes: 2 | 4
  readonly scales: ScaleGroup | null
  readonly scaleBytes: number
  /** Bits of the zero point (or offset) beside each scale; 0: symmetric. */
  readonly zeroBits: number
  /** Bytes for each row of inputs: GPTQ's `g_idx`. */
  readonly inputIndexBytes: number
  /** Bytes for each matrix, each expert counted: scales of a whole tensor. */
  readonly matrixBytes: number
  readonly source: string
}

const base = {
  coverage: 'linear',
  plainBytes: 2,
  scales: null,
  scaleBytes: 0,
  zeroBits: 0,
  inputIndexBytes: 0,
  matrixBytes: 0
} as const

const plain = (name: string, bits: 16 | 32): CheckpointFormat => ({
  ...base,
  name,
  bits,
  plainBytes: bits === 32 ? 4 : 2,
  source: 'safetensors: every weight in this type'
})

const groupSizes = [32, 64, 128] as const

/** AutoAWQ: weights and zero points packed in 32-bit words, scales in f16; all per group of inputs. */
const awq = (group: number): CheckpointFormat => ({
  ...base,
  name: `AWQ-INT4-G${group}`,
  bits: 4,
  scales: { kind: 'group', size: group },
  scaleBytes: 2,
  zeroBits: 4,
  source: 'AutoAWQ qweight, qzeros, scales (casper-hansen/AutoAWQ awq/modules/linear/gemm.py)'
})

/** GPTQ keeps the group of every input row besides. */
const gptq = (bits: 4 | 8, group: number): CheckpointFormat => ({
  ...base,
  name: `GPTQ-INT${bits}-G${group}`,
  bits,
  scales: { kind: 'group', size: group },
  scaleBytes: 2,
  zeroBits: bits,
  inputIndexBytes: 4,
  source: 'AutoGPTQ qweight, qzeros, scales, g_idx (AutoGPTQ auto_gptq/nn_modules/qlinear)'
})

/** compressed-tensors: symmetric, the stored shape of each matrix beside it (two 64-bit integers). */
const w4a16 = (group: number, coverage: Coverage): CheckpointFormat => ({
  ...base,
  name: `${coverage === 'experts' ? 'INT4' : 'W4A16'}-G${group}`,
  bits: 4,
  coverage,
  scales: { kind: 'group', size: group },
  scaleBytes: 2,
  matrixBytes: 16,
  source: 'compressed-tensors pack-quantized: weight_packed, weight_scale, weight_shape'
})

export const mlxBits = [3, 4, 5, 6, 8] as const
/** MLX affine: scale and bias in 16 bits for each group (`mx.quantize`, ml-explore/mlx). */
const mlx = (bits: number, group: number): CheckpointFormat => ({
  ...base,
  name: `MLX-${bits}BIT-G${group}`,
  bits,
  coverage: 'all-matrices',
  scales: { kind: 'group', size: group },
  scaleBytes: 2,
  zeroBits: 16,
  source: 'mlx_lm.convert: weight, scales, biases (ml-explore/mlx-lm mlx_lm/utils.py, quantize_model)'
})

/** Every format that can be asked for, in no order of preference. */
export const checkpointFormats: readonly CheckpointFormat[] = [
  plain('FP32', 32),
  plain('BF16', 16),
  plain('FP16', 16),
  {
    ...base,
    name: 'FP8',
    bits: 8,
    scales: { kind: 'block', size: 128 },
    scaleBytes: 4,
    source: 'weight_scale_inv of every 128 x 128 block in f32 (deepseek-ai/DeepSeek-V3 README_WEIGHTS.md)'
  },
  {
    ...base,
    name: 'FP8-CHANNEL',
    bits: 8,
    scales: { kind: 'channel' },
    scaleBytes: 2,
    source: 'compressed-tensors float-quantized, FP8-dynamic: a bf16 scale for each output'
  },
  {
    ...base,
    name: 'INT8',
    bits: 8,
    scales: { kind: 'channel' },
    scaleBytes: 4,
    source: 'compressed-tensors int-quantized, W8A8: an f32 scale for each output'
  },
  ...groupSizes.map(awq),
  ...groupSizes.flatMap((group) => [gptq(4, group), gptq(8, group)]),
  ...groupSizes.map((group) => w4a16(group, 'linear')),
  ...groupSizes.map((group) => w4a16(group, 'experts')),
  {
    ...base,
    name: 'MXFP4',
    bits: 4,
    coverage: 'experts',
    scales: { kind: 'group', size: 32 },
    scaleBytes: 1,
    source:
      'OCP Microscaling: 32 E2M1 weights share one E8M0 scale; experts alone (openai/gpt-oss model card)'
  },
  {
    ...base,
    name: 'NVFP4',
    bits: 4,
    scales: { kind: 'group', size: 16 },
    scaleBytes: 1,
    matrixBytes: 8,
    source: 'ModelOpt: 16 E2M1 weights share one E4M3 scale; weight_scale_2 and input_scale in f32'
  },
  ...mlxBits.flatMap((bits) => groupSizes.map((group) => mlx(bits, group))),
  {
    ...base,
    name: 'MLX-MXFP4',
    bits: 4,
    coverage: 'all-matrices',
    scales: { kind: 'group', size: 32 },
    scaleBytes: 1,
    source: 'mlx_lm.convert --q-mode mxfp4: 32 weights share one E8M0 scale'
  }
]

const byName = new Map(checkpointFormats.map((format) => [format.name, format]))

/** Names that people type for the usual variant. */
const usual: Readonly<Record<string, string>> = {
  F32: 'FP32',
  F16: 'FP16',
  'FP8-BLOCK': 'FP8',
  'FP8-DYNAMIC': 'FP8-CHANNEL',
  W8A8: 'INT8',
  AWQ: 'AWQ-INT4-G128',
  'AWQ-INT4': 'AWQ-INT4-G128',
  GPTQ: 'GPTQ-INT4-G128',
  'GPTQ-INT4': 'GPTQ-INT4-G128',
  'GPTQ-INT8': 'GPTQ-INT8-G128',
  W4A16: 'W4A16-G128',
  INT4: 'INT4-G32'
}

/** Whether a name is that of a format beside GGUF, in any case and with the usual short forms. */
export function parseFormat(name: string): Result<CheckpointFormat, string> {
  const upper = name.trim().toUpperCase().replaceAll('_', '-')
  const short = /^(?:MLX-)?(\d)-?BIT$/u.exec(upper)
  const found = byName.get(short?.[1] ? `MLX-${short[1]}BIT-G64` : (usual[upper] ?? upper))
  if (found) return ok(found)
  return err(
    `“${name}” is not a format known here. Common ones are BF16, FP8, AWQ-INT4-G128, GPTQ-INT4-G128, MXFP4, NVFP4 and, for MLX, MLX-4BIT-G64.`
  )
}
