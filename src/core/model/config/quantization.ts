import { type ConfigObject, isObject } from './config-json.ts'

/** How the weights of a repository are stored, where they are not plain bf16, f16 or f32. */
export interface WeightFormat {
  /** `fp8`, `awq`, `gptq`, `mxfp4`, `nvfp4`, `mlx`, `bnb`, `int4` ..., or the file's own word. */
  readonly method: string
  /** Bits of a quantised weight, scales apart; null where the file does not say. */
  readonly bits: number | null
  /** Weights that share one scale; null for a whole row or tensor, or where the file does not say. */
  readonly groupSize: number | null
  /** Width and height of the blocks of one scale (`weight_block_size` of FP8). */
  readonly blockSize?: readonly [number, number]
}

const numberIn = (config: ConfigObject, ...names: string[]): number | null => {
  for (const name of names) {
    const value = config[name]
    if (typeof value === 'number' && Number.isFinite(value)) return value
  }
  return null
}

const textIn = (config: ConfigObject, ...names: string[]): string => {
  for (const name of names) {
    const value = config[name]
    if (typeof value === 'string') return value.toLowerCase()
  }
  return ''
}

/**
 * The storage of the weights from `quantization_config` (transformers), `quantization` (MLX) or
 * `compression_config` (older llm-compressor); undefined for plain weights.
 */
export function weightFormat(config: ConfigObject): WeightFormat | undefined {
  const inside = [config['text_config'], config['llm_config']].filter(isObject)
  for (const part of [config, ...inside]) {
    const given = part['quantization_config'] ?? part['compression_config']
    if (isObject(given) && textIn(given, 'quant_method', 'quant_algo', 'bits') !== '')
      return transformers(given)
    const mlx = part['quantization'] ?? given
    if (isObject(mlx) && numberIn(mlx, 'bits') !== null) return appleMlx(mlx)
    if (isObject(given)) return transformers(given)
  }
  return undefined
}

const appleMlx = (given: ConfigObject): WeightFormat => {
  const mode = textIn(given, 'mode')
  return {
    method: mode === '' || mode === 'affine' ? 'mlx' : `mlx-${mode}`,
    bits: numberIn(given, 'bits'),
    groupSize: numberIn(given, 'group_size') ?? 64
  }
}

const bitsOfMethod: Readonly<Record<string, number>> = {
  fp8: 8,
  fbgemm_fp8: 8,
  mxfp4: 4,
  nvfp4: 4,
  mxfp8: 8,
  bitnet: 2
}
const groupOfMethod: Readonly<Record<string, number>> = { mxfp4: 32, nvfp4: 16, mxfp8: 32 }

function transformers(given: ConfigObject): WeightFormat {
  const method = textIn(given, 'quant_method') || textIn(given, 'quant_algo').replace(/_awq$/, '')
  const algorithm = textIn(given, 'quant_algo')
  if (method === 'compressed-tensors' || isObject(given['config_groups'])) return compressed(given, algorithm)
  if (method === 'bitsandbytes') {
    const four = given['load_in_4bit'] === true || given['_load_in_4bit'] === true
    return { method: 'bnb', bits: four ? 4 : 8, groupSize: four ? 64 : null }
  }
  const name = method === 'modelopt' && algorithm !== '' ? algorithm : method || algorithm || 'unknown'
  const block = given['weight_block_size']
  const [rows, columns] = (Array.isArray(block) ? block : []) as readonly unknown[]
  const group = numberIn(given, 'group_size', 'q_group_size')
  return {
    method: name,
    bits: numberIn(given, 'bits', 'w_bit', 'num_bits') ?? bitsOfMethod[name] ?? null,
    groupSize: group !== null && group > 0 ? group : (groupOfMethod[name] ?? null),
    ...(typeof rows === 'number' && typeof columns === 'number'
      ? { blockSize: [rows, columns] as const }
      : {})
  }
}

/** Groups of modules with a scheme each; the one with the fewest bits holds nearly all weights. */
function compressed(given: ConfigObject, algorithm: string): WeightFormat {
  const groups = isObject(given['config_groups']) ? Object.values(given['config_groups']) : []
  const schemes = groups
    .map((group) => (isObject(group) ? group['weights'] : undefined))
    .filter(isObject)
    .map((weights) => ({
      type: textIn(weights, 'type'),
      bits: numberIn(weights, 'num_bits'),
      group: numberIn(weights, 'group_size')
    }))
    .sort((a, b) => (a.bits ?? 64) - (b.bits ?? 64))
  const [scheme] = schemes
  if (!scheme) return { method: algorithm || 'compressed-tensors', bits: null, groupSize: null }
  const { type, bits, group } = scheme
  const floats = bits === 4 ? (group === 16 ? 'nvfp4' : 'fp4') : `fp${bits ?? ''}`
  return {
    method: type === 'float' ? floats : `${type || 'int'}${bits ?? ''}`,
    bits,
    groupSize: group !== null && group > 0 ? group : null
  }
}
