import type { ResolvedSettings } from '../../engine/settings.ts'
import type { ModelSpec } from '../../model/model.ts'
import type { FileType } from '../../quant/file-type.ts'

type Named = Pick<ModelSpec, 'slug' | 'ggufRepo' | 'architecture'>

/** Environment and line that make Ollama run it so. docs.ollama.com/faq; envconfig/config.go. */
export function ollamaCommand(
  { slug, ggufRepo }: Named,
  quant: FileType,
  settings: ResolvedSettings
): string {
  const { contextTokens, parallel, cacheType, flashAttention } = settings
  const environment = [
    `OLLAMA_CONTEXT_LENGTH=${Math.floor(contextTokens / parallel)}`,
    `OLLAMA_NUM_PARALLEL=${parallel}`,
    ...(cacheType === 'f16' ? [] : [`OLLAMA_KV_CACHE_TYPE=${cacheType}`]),
    ...(flashAttention ? [] : ['OLLAMA_FLASH_ATTENTION=0'])
  ]
  const model = ggufRepo === undefined ? slug : `hf.co/${ggufRepo}:${quant}`
  return `${environment.join(' ')} ollama serve & ollama run ${model}`
}

/** `lms load`; its layers are a share of the blocks. lms src/subcommands/load.ts. */
export function lmStudioCommand(
  { slug, ggufRepo, architecture }: Named,
  quant: FileType,
  settings: ResolvedSettings
): string {
  const { contextTokens, parallel, gpuLayers } = settings
  const layers = architecture?.layers ?? 0
  const share = gpuLayers > layers ? 'max' : gpuLayers === 0 ? 'off' : (gpuLayers / (layers + 1)).toFixed(2)
  const key = ggufRepo === undefined ? slug : `${ggufRepo}@${quant.toLowerCase()}`
  return `lms load ${key} --gpu ${share} --context-length ${contextTokens} --parallel ${parallel} -y`
}
