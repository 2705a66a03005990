import { tensorsOf } from '../../model/tensor-table.ts'
import type { Architecture } from '../../model/architecture.ts'
import type { Tensor } from '../../model/tensor.ts'
import type { CheckpointFormat } from '../../quant/formats/checkpoint-format.ts'
import { storedBytes } from '../../quant/formats/stored-bytes.ts'
import { shareOf } from './tensor-share.ts'

/** Layers `from` (included) to `to` (not) of the stack: what one pipeline stage holds. */
export interface Stage {
  readonly from: number
  readonly to: number
}

/**
 * Layers of each pipeline stage: as even as can be, what is left over goes to the stages before the last, from the
 * back. vLLM vllm/distributed/utils.py, `get_pp_indices`.
 */
export function pipelineStages(layers: number, stages: number): readonly Stage[] {
  const counts = Array.from({ length: stages }, () => Math.floor(layers / stages))
  for (let left = layers % stages, at = stages - 2; left > 0; left--, at--) {
    const stage = ((at % stages) + stages) % stages
    counts[stage] = (counts[stage] ?? 0) + 1
  }
  let from = 0
  return counts.map((count) => ({ from, to: (from += count) }))
}

/** Sums made before: one model is asked for many times, its tensors are hundreds. */
const sums = new WeakMap<Architecture, Map<string, number>>()

function remembered(architecture: Architecture, key: string, make: () => number): number {
  const known = sums.get(architecture) ?? new Map<string, number>()
  sums.set(architecture, known)
  const before = known.get(key)
  if (before !== undefined) return before
  const sum = make()
  known.set(key, sum)
  return sum
}

/** Bytes of the whole checkpoint of the language model: every tensor once. */
export function checkpointBytes(architecture: Architecture, format: CheckpointFormat): number {
  return remembered(architecture, format.name, () =>
    tensorsOf(architecture).reduce((sum, tensor) => sum + storedBytes(tensor, format, architecture), 0)
  )
}

/** How the weights are cut. */
export interface Cut {
  readonly ranks: number
  readonly stage: Stage
  /** Shape a tensor is padded to before it is stored; absent: as it is. */
  readonly padded?: (tensor: Tensor) => Tensor
}

/** Bytes of weights that one rank of one stage holds. A tied head is the embedding, unless they lie on two stages. */
export function rankWeights(architecture: Architecture, format: CheckpointFormat, cut: Cut): number {
  const { ranks, stage, padded } = cut
  const key = `${format.name} ${ranks} ${stage.from} ${stage.to} ${padded ? 'padded' : ''}`
  return remembered(architecture, key, () => summed(architecture, format, cut))
}

function summed(architecture: Architecture, format: CheckpointFormat, { ranks, stage, padded }: Cut): number {
  const first = stage.from === 0
  const last = stage.to === architecture.layers
  const here = (tensor: Tensor): boolean => {
    if (tensor.layer !== null) return tensor.layer >= stage.from && tensor.layer < stage.to
    if (tensor.role === 'input-embedding') return first || (last && architecture.tiedEmbeddings)
    return tensor.role === 'output' || tensor.role === 'output-head' ? last : first
  }
  let sum = 0
  for (const tensor of tensorsOf(architecture)) {
    if (!here(tensor)) continue
    const stored = storedBytes(padded?.(tensor) ?? tensor, format, architecture)
    sum += stored * shareOf(tensor, architecture, ranks)
  }
  return sum
}

/**
 * The first matrix whose part on one rank the format's blocks or groups do not divide, as a sentence; null when all
 * do. vLLM refuses these: "not divisible by weight quantization block_n" (fp8.py), `group_size` (gptq_marlin.py).
 */
export function cutObstacle(
  architecture: Architecture,
  format: CheckpointFormat,
  ranks: number
): string | null {
  const { scales, bits } = format
  if (ranks === 1 || bits >= 16 || scales === null || scales.kind === 'channel') return null
  const { experts, feedForward } = architecture
  const dense = Array.isArray(feedForward)
    ? (feedForward as readonly number[])
    : [feedForward as number | null]
  const widths = format.coverage === 'experts' ? [experts?.width] : [experts?.width, ...dense]
  // MXFP4 kernels pad instead.
  const wrong =
    format.name === 'MXFP4' ? undefined : widths.find((width) => width && (width / ranks) % scales.size !== 0)
  if (!wrong) return null
  return `a feed-forward width of ${wrong} over ${ranks} ranks is ${wrong / ranks}, which blocks of ${scales.size} do not divide`
}
