import { z } from 'zod'
import { architectureSchema } from './architecture.ts'

/** Names that a source may have instead of an address; docs/add-a-model.md says where each is found. */
export const namedSources = [
  'aiconfigurator model_configs',
  'llmfit hf_models.json',
  'llmfit benchmark_cache.json',
  'unsloth mapper.py',
  'gpustack catalogue',
  'exo model cards',
  'published benchmark runs',
  'publisher’s model page',
  'model card',
  'Hub API total',
  'the publisher',
  'transformers 5.18 reference implementation',
  'the row with the same architecture',
  'counted from the shape',
  'not verified'
] as const

const elements = z.int().positive().max(1e15)
const text = z.string().min(1)
const repoId = z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'publisher/name, as on Hugging Face')
const repoIds = z.array(repoId).min(1).readonly()
const packing = z.enum(['gguf', 'mlx', 'awq', 'gptq', 'fp8', 'nvfp4', 'mxfp4', 'int8', 'int4', 'bnb'])

/** An address, or one of the named sources: a source that nobody can look up is none. */
const source = text.refine(
  (value) =>
    /https?:\/\/|\w\.(?:com|org|co|ai)\//.test(value) || namedSources.some((name) => value.includes(name)),
  `an address, or one of: ${namedSources.join('; ')}`
)

/** What a row of a models file may leave to the head of the file, or to be worked out from its id. */
const shared = {
  family: text,
  publisher: text,
  country: text
}

const rowShape = {
  id: repoId,
  name: text,
  release: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'YYYY-MM'),
  license: text,
  modality: z
    .string()
    .regex(/^text(\+image(\+audio|\+video)?)?$/, 'text, text+image, text+image+audio or text+image+video'),
  contextLength: elements.nullable(),
  contextTrained: elements.exactOptional(),
  architecture: architectureSchema.nullable(),
  parameters: z.strictObject({
    total: elements.nullable(),
    active: elements.nullable(),
    rounded: z.boolean().exactOptional(),
    unexplained: z.int().exactOptional(),
    reason: text.exactOptional()
  }),
  towers: z
    .strictObject({ vision: elements.exactOptional(), audio: elements.exactOptional() })
    .exactOptional(),
  nativeType: text.nullable(),
  weightFormat: z
    .strictObject({
      method: text,
      bits: z.number().positive().max(64).nullable(),
      groupSize: elements.nullable(),
      blockSize: z.tuple([elements, elements]).readonly().exactOptional()
    })
    .exactOptional(),
  aliases: z.array(text).min(1).readonly().exactOptional(),
  variants: repoIds.exactOptional(),
  otherShapes: repoIds.exactOptional(),
  files: z.partialRecord(packing, repoIds).exactOptional(),
  popularity: z.int().positive().exactOptional(),
  article: z.strictObject({ order: z.int().positive(), wording: text }).exactOptional(),
  note: text.exactOptional()
}

const sources = z.strictObject({
  architecture: source,
  parameters: source,
  license: source,
  context: source,
  release: source,
  files: source.exactOptional()
})

const availability = z.enum(['open-weights', 'announced', 'closed'])

/** A model as the program sees it: `ModelSpec` of `core/model/model.ts`. */
export const modelSpecSchema = z.strictObject({
  ...shared,
  ...rowShape,
  slug: text,
  availability,
  ggufRepo: repoId.exactOptional(),
  source: text,
  sources: sources.exactOptional()
})

/** A row of `resources/catalog/models/<family>.json`: what the whole family has in common stands at its head. */
export const modelRowSchema = z
  .strictObject({
    ...rowShape,
    sources,
    availability: availability.exclude(['open-weights']).exactOptional()
  })
  .refine(({ architecture, availability }) => (architecture === null) === (availability !== undefined), {
    path: ['architecture'],
    message: 'a model with open weights has one, an announced or closed model has none'
  })
  .refine(({ contextTrained, contextLength }) => !contextTrained || (contextLength ?? 0) > contextTrained, {
    path: ['contextTrained'],
    message: 'only where the documented context is longer'
  })
  .refine(({ files, variants, sources }) => sources.files !== undefined || !(files ?? variants), {
    path: ['sources', 'files'],
    message: 'say where the ids under files and variants were seen'
  })

/** A row that a user writes: one source in the user's own words is enough, and the head of a family may stay away. */
export const userRowSchema = z.strictObject({
  family: text.exactOptional(),
  publisher: text.exactOptional(),
  country: text.exactOptional(),
  ...rowShape,
  architecture: architectureSchema,
  ggufRepo: repoId.exactOptional(),
  source: text,
  sources: sources.exactOptional()
})

export const modelFileSchema = z.strictObject({
  $schema: z.literal('../../schema/models.schema.json'),
  ...shared,
  models: z.array(modelRowSchema).min(1).readonly()
})

export type ModelFile = z.infer<typeof modelFileSchema>
