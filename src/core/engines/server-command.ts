import {
  type ServerSettings,
  serverDefaults,
  type SglangSettings,
  type VllmSettings
} from '../engine/server-settings.ts'
import type { ModelSpec } from '../model/model.ts'
import type { CheckpointFormat } from '../quant/formats/checkpoint-format.ts'

type Named = Pick<ModelSpec, 'id' | 'slug' | 'nativeType'>

/**
 * The line that runs a model the way its bill was made; flags that repeat a default are left out. A format that is not
 * the published one is a placeholder: `<slug>-<format>`, for where such a checkpoint is.
 */
export function serverCommand(
  model: Named,
  format: CheckpointFormat,
  settings: ServerSettings,
  contextTokens: number
): string {
  const where = isPublished(model, format) ? model.id : `${model.slug}-${format.name.toLowerCase()}`
  switch (settings.name) {
    case 'vllm':
      return vllmCommand(where, settings, contextTokens)
    case 'sglang':
      return sglangCommand(where, settings, contextTokens)
    case 'mlx': {
      const bits = /^MLX-(\d)BIT-G(\d+)$/u.exec(format.name)
      const convert = bits
        ? `mlx_lm.convert --hf-path ${model.id} --mlx-path ${where} -q --q-bits ${bits[1] ?? ''} --q-group-size ${bits[2] ?? ''} && `
        : ''
      const cache =
        settings.kvBits === 'none'
          ? ''
          : ` --kv-bits ${settings.kvBits} --kv-group-size ${settings.kvGroupSize}`
      const most = settings.maxKvSize === 'none' ? '' : ` --max-kv-size ${settings.maxKvSize}`
      return `${convert}mlx_lm.generate --model ${where}${cache}${most} --prompt -`
    }
  }
}

/** Whether the repository of the model holds this format. */
const isPublished = ({ nativeType }: Named, { name }: CheckpointFormat): boolean =>
  (nativeType ?? 'bf16').toUpperCase() === name || (nativeType === 'int4' && name === 'INT4-G32')

function vllmCommand(where: string, settings: VllmSettings, contextTokens: number): string {
  const usual = serverDefaults.vllm
  const words = ['vllm', 'serve', where, '--max-model-len', String(contextTokens)]
  const add = (flag: string, field: keyof VllmSettings): void => {
    if (settings[field] !== usual[field]) words.push(flag, String(settings[field]))
  }
  add('--gpu-memory-utilization', 'gpuMemoryUtilization')
  add('--tensor-parallel-size', 'tensorParallel')
  add('--pipeline-parallel-size', 'pipelineParallel')
  add('--max-num-seqs', 'maxNumSeqs')
  add('--max-num-batched-tokens', 'maxNumBatchedTokens')
  add('--kv-cache-dtype', 'kvCacheDtype')
  add('--block-size', 'blockSize')
  add('--kv-cache-memory-bytes', 'kvCacheMemoryBytes')
  add('--num-gpu-blocks-override', 'numGpuBlocksOverride')
  add('--mamba-ssm-cache-dtype', 'mambaSsmCacheDtype')
  if (settings.enforceEager) words.push('--enforce-eager')
  if (!settings.prefixCaching) words.push('--no-enable-prefix-caching')
  if (!settings.hybridKvCache) words.push('--disable-hybrid-kv-cache-manager')
  if (settings.languageModelOnly) words.push('--language-model-only')
  if (settings.speculativeTokens > 0) {
    words.push(
      '--speculative-config',
      `'{"method":"mtp","num_speculative_tokens":${settings.speculativeTokens}}'`
    )
  }
  return words.join(' ')
}

function sglangCommand(where: string, settings: SglangSettings, contextTokens: number): string {
  const usual = serverDefaults.sglang
  const words = [
    'python',
    '-m',
    'sglang.launch_server',
    '--model-path',
    where,
    '--context-length',
    String(contextTokens)
  ]
  const add = (flag: string, field: keyof SglangSettings): void => {
    if (settings[field] !== usual[field]) words.push(flag, String(settings[field]))
  }
  add('--mem-fraction-static', 'memFractionStatic')
  add('--tp', 'tensorParallel')
  add('--pp', 'pipelineParallel')
  add('--chunked-prefill-size', 'chunkedPrefillSize')
  add('--cuda-graph-max-bs', 'cudaGraphMaxBs')
  add('--kv-cache-dtype', 'kvCacheDtype')
  add('--page-size', 'pageSize')
  add('--max-total-tokens', 'maxTotalTokens')
  add('--swa-full-tokens-ratio', 'swaFullTokensRatio')
  if (settings.disableCudaGraph) words.push('--disable-cuda-graph')
  if (settings.disableHybridSwaMemory) words.push('--disable-hybrid-swa-memory')
  return words.join(' ')
}
