import { z } from 'zod'

const count = z.int().positive().max(1e15)
const countOrZero = z.int().min(0).max(1e15)
/** A flag is written only where it differs from the default. */
const flag = z
  .boolean()
  .refine((value) => value, 'leave it out: false is the default')
  .exactOptional()
const negativeFlag = z
  .boolean()
  .refine((value) => !value, 'leave it out: true is the default')
  .exactOptional()

export const layerKindSchema = z.enum([
  'full',
  'sliding',
  'chunked',
  'swa',
  'csa',
  'hca',
  'gated_delta_net',
  'kda',
  'lightning',
  'mamba1',
  'mamba2',
  'shortconv',
  'parallel_mamba2',
  'mlp',
  'moe'
])

const attentionSchema = z.strictObject({
  heads: count,
  kvHeads: count,
  headDim: count,
  valueHeadDim: count.exactOptional(),
  window: count.exactOptional(),
  chunk: count.exactOptional(),
  overrides: z
    .partialRecord(
      layerKindSchema,
      z.strictObject({
        heads: count.exactOptional(),
        kvHeads: count.exactOptional(),
        headDim: count.exactOptional(),
        keysAreValues: flag,
        extraWeights: count.exactOptional()
      })
    )
    .exactOptional(),
  latent: z
    .strictObject({
      qLoraRank: count.nullable(),
      kvLoraRank: count,
      qkRopeHeadDim: countOrZero,
      qkNopeHeadDim: count,
      vHeadDim: count
    })
    .exactOptional(),
  indexer: z
    .strictObject({
      heads: count,
      headDim: count,
      topK: count.exactOptional(),
      layers: z.array(countOrZero).readonly().exactOptional(),
      blockSize: count.exactOptional(),
      topKBlocks: count.exactOptional(),
      budget: count.exactOptional(),
      compressRatio: count.exactOptional(),
      keyPool: count.exactOptional()
    })
    .exactOptional(),
  compressed: z
    .strictObject({
      qLoraRank: count,
      oGroups: count,
      oLoraRank: count,
      qkRopeHeadDim: count,
      csaRatio: count,
      hcaRatio: count,
      hashLayers: count,
      hyperConnections: count
    })
    .exactOptional(),
  qkvBias: flag,
  outputBias: flag,
  qkNorm: z.enum(['head', 'full']).exactOptional(),
  sinks: flag,
  outputGate: flag,
  sharedKvLayers: count.exactOptional(),
  sublayers: count.exactOptional(),
  ropeFactors: z
    .strictObject({ kind: z.enum(['llama3', 'longrope']), rotated: count.exactOptional() })
    .exactOptional()
})

const recurrentSchema = z.strictObject({
  type: z.enum(['gated_delta_net', 'kda', 'lightning', 'mamba1', 'mamba2', 'shortconv']),
  stateElements: count,
  convElements: count.exactOptional(),
  convKernel: count.exactOptional(),
  convBias: flag,
  heads: count.exactOptional(),
  headDim: count.exactOptional(),
  keyHeads: count.exactOptional(),
  valueHeads: count.exactOptional(),
  keyHeadDim: count.exactOptional(),
  valueHeadDim: count.exactOptional(),
  groups: count.exactOptional(),
  stateSize: count.exactOptional(),
  innerSize: count.exactOptional(),
  dtRank: count.exactOptional(),
  dtBcNorms: flag,
  gatedNorm: negativeFlag,
  fullRankGate: flag,
  fullRankDecay: flag,
  gateRank: count.exactOptional()
})

const expertsSchema = z.strictObject({
  count,
  perToken: count,
  shared: countOrZero,
  width: count,
  sharedWidth: count.exactOptional(),
  firstDense: countOrZero,
  every: count,
  denseWidth: count.exactOptional(),
  parallelDenseWidth: count.exactOptional(),
  latentSize: count.exactOptional(),
  vision: z.strictObject({ count, width: count }).exactOptional(),
  zeroExperts: count.exactOptional(),
  routerBias: flag,
  expertBias: flag,
  sharedGate: flag,
  denseBeside: flag,
  extraNorms: count.exactOptional(),
  routerExtra: count.exactOptional()
})

const detailsSchema = z.strictObject({
  normsPerLayer: countOrZero.exactOptional(),
  normBias: flag,
  rmsNorms: flag,
  finalNorm: negativeFlag,
  gatedMlp: negativeFlag,
  mlpBias: flag,
  positions: count.exactOptional(),
  headBias: flag,
  singleBlock: flag,
  latentOutputGate: flag,
  latentHeadGate: flag,
  densePerLayer: count.exactOptional(),
  layerExtra: count.exactOptional(),
  otherParams: count.exactOptional(),
  otherParamsInactive: count.exactOptional()
})

/**
 * Checks what `core/model/architecture.ts` describes, field for field (a test holds the two against each other).
 * Stricter than the type where the type cannot say it: positive integers, no repeated defaults.
 */
export const architectureSchema = z
  .strictObject({
    gguf: z.string().min(1).nullable(),
    hiddenSize: count,
    layers: count,
    feedForward: z.union([count, z.array(count).readonly()]).nullable(),
    vocabSize: count,
    tiedEmbeddings: z.boolean(),
    attention: attentionSchema,
    layerPattern: z.array(layerKindSchema).min(1).readonly().exactOptional(),
    recurrent: recurrentSchema.exactOptional(),
    experts: expertsSchema.exactOptional(),
    mtp: z.strictObject({ layers: count, params: countOrZero, ownEmbeddingAndHead: flag }).exactOptional(),
    perLayerEmbedding: z.strictObject({ params: count, width: count }).exactOptional(),
    details: detailsSchema.exactOptional()
  })
  .refine(
    ({ feedForward, layers }) =>
      typeof feedForward !== 'object' || !feedForward || feedForward.length === layers,
    {
      path: ['feedForward'],
      message: 'a list must give one width per layer'
    }
  )
  .refine(({ layerPattern, layers }) => !layerPattern || layerPattern.length <= layers, {
    path: ['layerPattern'],
    message: 'longer than the stack'
  })
  .refine(
    ({ layerPattern, attention }) => !layerPattern?.includes('sliding') || attention.window !== undefined,
    {
      path: ['attention', 'window'],
      message: 'sliding layers need a window'
    }
  )
  .refine(
    ({ layerPattern, attention }) => !layerPattern?.includes('chunked') || attention.chunk !== undefined,
    {
      path: ['attention', 'chunk'],
      message: 'chunked layers need a chunk'
    }
  )
