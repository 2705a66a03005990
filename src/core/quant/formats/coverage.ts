import type { NamedShape } from '../named-shape.ts'
import { dimensionsOf } from '../unquantised.ts'
import type { CheckpointFormat } from './checkpoint-format.ts'

/** Tensors of a GGUF file that a checkpoint does not hold: constants the converter writes. */
export const isConverterConstant = ({ name }: NamedShape): boolean => name.startsWith('rope_f')

/**
 * Name parts of matrices that quantisers leave in 16 bits: what is not a linear layer (embedding, tables,
 * convolutions), routers and gates whose few outputs decide much, and small projections beside them. llm-compressor's
 * and ModelOpt's recipes ignore `lm_head` and `re:.*mlp.gate$`; AutoAWQ's and DeepSeek's FP8 leave the same.
 */
const leftAlone = [
  'token_embd',
  'output.weight',
  '_norm.',
  'ffn_gate_inp',
  'ffn_gate_tid2eid',
  'position_embd',
  'extra_lookup',
  'ssm_conv1d',
  'ple_conv1d',
  'shortconv.conv',
  'ssm_a',
  'ssm_d',
  'ssm_ba',
  'ssm_alpha',
  'ssm_beta',
  'ssm_dt',
  'altup',
  'laurel',
  'per_layer_model_proj',
  'indexer.proj',
  'indexer_compressor_ape',
  'attn_compressor_ape',
  'hc_attn',
  'hc_ffn',
  'output_hc',
  'attn_sinks'
] as const

const isExpert = ({ name }: NamedShape): boolean => /_exps\.weight$/u.test(name)

/** Matrices that MLX keeps plain: convolutions, learned vectors stored as matrices, tables without a module. */
const leftAloneByMlx = ['conv1d', 'shortconv.conv', 'ssm_a', 'ssm_d', 'altup_correct', 'altup_predict', 'hc_']

/** `attn_output.weight` of a block ends like the head's name. */
const isHead = (name: string): boolean => name === 'output.weight'

/** Whether this format stores the tensor quantised. `rows divide` is the caller's: see `storedBytes`. */
export function isCovered(tensor: NamedShape, { bits, coverage }: CheckpointFormat): boolean {
  const { name } = tensor
  if (bits >= 16 || dimensionsOf(tensor) < 2 || !name.endsWith('.weight')) return false
  if (coverage === 'experts') return isExpert(tensor)
  if (coverage === 'all-matrices') {
    return !name.includes('_norm.') && !leftAloneByMlx.some((part) => name.includes(part))
  }
  return !leftAlone.some((part) => (part === 'output.weight' ? isHead(name) : name.includes(part)))
}
