import { z } from 'zod'
import { type CacheType, cacheTypes } from '../engine/settings.ts'
import { type FileType, fileTypes } from '../quant/file-type.ts'

/** What was asked, as far as the answers follow from it: enough to ask it again. */
export interface Question {
  /** Repository ids of the models shown in full, in their order. */
  readonly models: readonly string[]
  /** `auto`: the best that fits. */
  readonly quant: FileType | 'auto'
  /** Tokens of context for each user; a model that reads less is asked for what it reads. */
  readonly contextTokens: number
  readonly parallel: number
  readonly cacheType: CacheType
  /** `-ub`. */
  readonly ubatch: number
  /** `-ngl` and `--n-cpu-moe`; `auto` is placed by the planner. */
  readonly gpuLayers: number | 'auto'
  readonly cpuMoeLayers: number | 'auto'
  /** Which view of the page it was saved from, where it was one. */
  readonly view?: string
}

const layers = z.union([z.literal('auto'), z.int().min(0).max(1024)])

export const questionSchema = z.strictObject({
  models: z.array(z.string().min(1).max(200)).max(16),
  quant: z.enum(['auto', ...fileTypes]),
  contextTokens: z
    .int()
    .min(1)
    .max(2 ** 24),
  parallel: z.int().min(1).max(1024),
  cacheType: z.enum(cacheTypes),
  ubatch: z
    .int()
    .min(1)
    .max(2 ** 16),
  gpuLayers: layers,
  cpuMoeLayers: layers,
  view: z.string().max(40).exactOptional()
})
