import type { NamedShape } from '../named-shape.ts'
import type { CheckpointFormat } from './checkpoint-format.ts'
import { isConverterConstant, isCovered } from './coverage.ts'

/** Architectures (GGUF names) whose router is a plain parameter in mlx-lm, which no quantiser touches. */
const plainRouters: ReadonlySet<string> = new Set([
  'deepseek2',
  'deepseek32',
  'glm4moe',
  'glm-dsa',
  'kimi-linear',
  'dots1',
  'bailingmoe2'
])
/** mlx-lm keeps routers at 8 bits in groups of 64 (`quant_predicate` of qwen3_moe, gpt_oss, minimax, gemma4). */
const routerBits = { bits: 8, group: 64 } as const

/** What decides how a tensor is stored besides its format. */
export interface StoredIn {
  /** `general.architecture` of the model, for rules that differ by family. */
  readonly gguf: string | null
}

/**
 * Bytes of one tensor in a checkpoint of this format: packed weights, scales, zero points and indices.
 *
 *   bytes = in x out x bits / 8 + groups x out x (scaleBytes + zeroBits / 8) + in x indexBytes + matrixBytes
 *
 * for each of the stacked matrices (experts), groups = ceil(in / group). MLX leaves rows plain that its group does not
 * divide; the other formats pad the last group.
 */
export function storedBytes(tensor: NamedShape, format: CheckpointFormat, { gguf }: StoredIn): number {
  if (isConverterConstant(tensor)) return 0
  const [inputs, outputs = 1, ...stack] = tensor.shape
  const matrices = stack.reduce((n, d) => n * d, 1)
  const plain = inputs * outputs * matrices * format.plainBytes
  if (!isCovered(tensor, format)) return plain
  const router = format.coverage === 'all-matrices' && tensor.name.includes('ffn_gate_inp')
  if (router && plainRouters.has(gguf ?? '')) return plain
  const shape = { inputs, outputs, matrices }
  const stored = router
    ? {
        ...format,
        bits: routerBits.bits,
        scales: { kind: 'group', size: routerBits.group } as const,
        scaleBytes: 2,
        zeroBits: 16
      }
    : format
  const { scales } = stored
  if (format.coverage === 'all-matrices' && scales?.kind === 'group' && inputs % scales.size !== 0)
    return plain
  return matrixBytes(shape, stored)
}

function matrixBytes(
  { inputs, outputs, matrices }: { inputs: number; outputs: number; matrices: number },
  format: CheckpointFormat
): number {
  const packed = Math.ceil((inputs * outputs * format.bits) / 8)
  const scales = scaleCount(inputs, outputs, format)
  const sides = scales * format.scaleBytes + Math.ceil((scales * format.zeroBits) / 8)
  return matrices * (packed + sides + inputs * format.inputIndexBytes + format.matrixBytes)
}

function scaleCount(inputs: number, outputs: number, { scales }: CheckpointFormat): number {
  switch (scales?.kind) {
    case 'group':
      return Math.ceil(inputs / scales.size) * outputs
    case 'block':
      return Math.ceil(inputs / scales.size) * Math.ceil(outputs / scales.size)
    case 'channel':
      return outputs
    case undefined:
      return 0
  }
}
