import type { DeviceSpec } from '../../machine/device.ts'
import type { CheckpointFormat } from '../../quant/formats/checkpoint-format.ts'

/** Compute capability from which vLLM and SGLang have kernels for a kind of format; Marlin where there is no hardware. */
const leastCapability: readonly (readonly [prefix: string, least: number])[] = [
  ['BF16', 8],
  ['FP8', 8],
  ['MXFP4', 8],
  ['NVFP4', 8],
  ['INT8', 7.5],
  ['AWQ', 7.5],
  ['GPTQ', 7.5],
  ['W4A16', 7.5],
  ['INT4', 7.5],
  ['FP', 7]
]

/**
 * Why a GPU cannot run a format under vLLM or SGLang, as half a sentence; null when it can or its capability is not
 * known. docs.vllm.ai, supported hardware for quantisation kernels.
 */
export function formatObstacle(format: CheckpointFormat, device: DeviceSpec | null): string | null {
  if (format.name.startsWith('MLX')) return `${format.name} files are for MLX alone`
  const capability = Number(device?.computeCapability ?? Number.NaN)
  const least = leastCapability.find(([prefix]) => format.name.startsWith(prefix))?.[1] ?? 0
  if (Number.isNaN(capability) || capability >= least) return null
  return `${format.name} needs compute capability ${least.toFixed(1)} or newer, ${device?.name ?? 'this GPU'} has ${capability.toFixed(1)}`
}
