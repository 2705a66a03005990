import { z } from 'zod'
import { architectureSchema } from './architecture.ts'

const elements = z.int().positive().max(1e15)
const text = z.string().min(1)

/** What a row of a models file may leave to the head of the file, or to be worked out from its id. */
const shared = {
  family: text,
  publisher: text,
  country: text
}

const rowShape = {
  id: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'publisher/name, as on Hugging Face'),
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
    unexplained: z.int().exactOptional()
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
  ggufRepo: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/)
    .exactOptional(),
  popularity: z.int().positive().exactOptional(),
  article: z.strictObject({ order: z.int().positive(), wording: text }).exactOptional(),
  note: text.exactOptional(),
  source: text
}

const availability = z.enum(['open-weights', 'announced', 'closed'])

/** A model as the program sees it: `ModelSpec` of `core/model/model.ts`. */
export const modelSpecSchema = z.strictObject({ ...shared, ...rowShape, slug: text, availability })

/** A row of `resources/catalog/models/<family>.json`: what the whole family has in common stands at its head. */
export const modelRowSchema = z
  .strictObject({ ...rowShape, availability: availability.exclude(['open-weights']).exactOptional() })
  .refine(({ architecture, availability }) => (architecture === null) === (availability !== undefined), {
    path: ['architecture'],
    message: 'a model with open weights has one, an announced or closed model has none'
  })
  .refine(({ contextTrained, contextLength }) => !contextTrained || (contextLength ?? 0) > contextTrained, {
    path: ['contextTrained'],
    message: 'only where the documented context is longer'
  })

export const modelFileSchema = z.strictObject({
  $schema: z.literal('../../schema/models.schema.json'),
  ...shared,
  models: z.array(modelRowSchema).min(1).readonly()
})

export type ModelFile = z.infer<typeof modelFileSchema>
