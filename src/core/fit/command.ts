import { engineDefaults, type ResolvedSettings } from '../engine/settings.ts'
import type { ModelSpec } from '../model/model.ts'
import type { FileType } from '../quant/file-type.ts'

type Named = Pick<ModelSpec, 'slug' | 'ggufRepo' | 'modality' | 'architecture' | 'file'>

/**
 * The llama.cpp line that runs a model the way its bill was made. Flags that repeat a default are left out, except
 * `-c`, `-ngl` and `-np`, whose defaults llama-server works out by itself (`-np` unset means four slots).
 *
 * Without a known repo the file is called `<slug>-<type>.gguf`, a placeholder for where the file is.
 * Flags: llama.cpp common/arg.cpp, tools/server/server.cpp.
 */
export function llamaCommand(model: Named, quant: FileType, settings: ResolvedSettings): string {
  const {
    contextTokens,
    parallel,
    kvUnified,
    cacheType,
    ubatch,
    swaFull,
    gpuLayers,
    cpuMoeLayers,
    tensorSplit
  } = settings
  const words = [
    'llama-server',
    ...source(model, quant),
    '-c',
    String(contextTokens),
    '-np',
    String(parallel)
  ]
  if (kvUnified) words.push('-kvu')
  words.push('-ngl', layersOnGpu(gpuLayers, model.architecture?.layers ?? null))
  if (tensorSplit) words.push('-ts', tensorSplit.join(','))
  if (cpuMoeLayers > 0 && gpuLayers > 0) words.push('--n-cpu-moe', String(cpuMoeLayers))
  if (cacheType !== engineDefaults.cacheType) words.push('-ctk', cacheType, '-ctv', cacheType)
  words.push(...flashAttention(settings))
  if (ubatch !== engineDefaults.ubatch) words.push('-ub', String(ubatch))
  // A micro-batch is never larger than a batch, and the batch is 2048 unless it is raised too.
  if (ubatch > 2048) words.push('-b', String(ubatch))
  if (swaFull) words.push('--swa-full')
  return words.map(quoted).join(' ')
}

function source({ slug, ggufRepo, modality, file }: Named, quant: FileType): string[] {
  if (file) return ['-m', file.path]
  if (ggufRepo === undefined) return ['-m', placeholderFile(slug, quant)]
  // `-hf` fetches the vision tower along with the model; the bill is that of the text model.
  return ['-hf', `${ggufRepo}:${quant}`, ...(modality === 'text' ? [] : ['--no-mmproj'])]
}

/** The file name in the command of a model without a known repo: `qwen3-30b-a3b-Q4_K_M.gguf`. */
export const placeholderFile = (slug: string, quant: FileType): string => `${slug}-${quant}.gguf`

/** Blocks plus one include the output layer; any larger number means the same, and people know 99. */
function layersOnGpu(gpuLayers: number, layers: number | null): string {
  if (layers === null || gpuLayers <= layers) return String(gpuLayers)
  return layers < 99 ? '99' : '999'
}

/** `auto` turns it on where the backend has it; a quantised V cache needs it, so it is asked for by name there. */
function flashAttention({ flashAttention: on, cacheType }: ResolvedSettings): string[] {
  if (!on) return ['-fa', 'off']
  return ['f32', 'f16', 'bf16'].includes(cacheType) ? [] : ['-fa', 'on']
}

/** A word that every shell takes literally as it stands, or in single quotes as POSIX shells read them. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
