import type { VllmSettings } from '../../engine/server-settings.ts'
import { layerKinds } from '../../model/architecture.ts'
import type { EngineQuestion } from '../shared/account.ts'
import { formatObstacle } from '../shared/gpu-formats.ts'
import { cutObstacle } from '../shared/rank-weights.ts'
import type { ServerGpu } from '../shared/server-gpus.ts'

export const vllmBackends = ['cuda', 'rocm'] as const

/** Why vLLM cannot run this here, as a sentence; null when it can. docs.vllm.ai: installation, supported hardware. */
export function vllmObstacle(
  { model, format, machine, settings }: EngineQuestion<VllmSettings>,
  gpus: readonly ServerGpu[]
): string | null {
  if (machine && machine.platform !== 'linux' && machine.environment !== 'wsl') {
    return 'Not possible: vLLM runs under Linux (on Windows, inside WSL).'
  }
  if (gpus.length === 0)
    return 'Not possible: vLLM needs an NVIDIA or AMD GPU, and this machine has none that it can use.'
  const format_ = formatObstacle(format, gpus[0]?.accelerator?.device ?? null)
  if (format_ !== null) return `Not possible: ${format_}.`
  const cut = cutObstacle(model.architecture, format, settings.tensorParallel)
  if (cut !== null) return `Not possible with tensorParallel ${settings.tensorParallel}: ${cut}.`
  const kinds = layerKinds(model.architecture)
  if (kinds.some((kind) => kind === 'csa' || kind === 'hca')) {
    return 'Unknown: how vLLM lays out the compressed cache of this architecture is not modelled here.'
  }
  if (settings.speculativeTokens > 0 && !model.architecture.mtp) {
    return 'Not possible: the model has no layers that draft tokens; set speculativeTokens to 0.'
  }
  return null
}
