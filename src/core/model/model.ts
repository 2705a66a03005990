import type { Architecture } from './architecture.ts'
import type { WeightFormat } from './config/quantization.ts'
import type { ModelFile } from './model-file.ts'

/** Whether the weights can be had. */
export type Availability =
  | 'open-weights'
  /** announced, never released: no verdict */
  | 'announced'
  /** closed: reachable as a service only, no verdict */
  | 'closed'

export type Modality = 'text' | 'text+image' | 'text+image+audio' | 'text+image+video'

/** What the catalogue knows of a model besides its shape. */
export interface ModelSpec {
  /** Hugging Face repo id, `Qwen/Qwen3-30B-A3B`. */
  readonly id: string
  /** The id's last part in lower case, `qwen3-30b-a3b`: unique in the catalogue. */
  readonly slug: string
  readonly name: string
  readonly family: string
  readonly publisher: string
  readonly country: string
  /** `YYYY-MM`. */
  readonly release: string
  readonly license: string
  readonly modality: string
  readonly availability: Availability
  /** Longest context the publisher documents, extension included; null when nothing is published. */
  readonly contextLength: number | null
  /** Context the model was trained on, where the documented one is an extension (YaRN). */
  readonly contextTrained?: number
  /** Null for announced and closed models: nothing is computed for them. */
  readonly architecture: Architecture | null
  /** Published counts, in elements: what the model's page says; the computed ones come from the shape. */
  readonly parameters: {
    readonly total: number | null
    readonly active: number | null
    /** Only a rounded total is published: the shape is held against it with 0.1 %, not exactly. */
    readonly rounded?: boolean
    /** Elements of the published total that the shape does not explain; negative where that figure is nominal. */
    readonly unexplained?: number
    /** Why the count is not exact: what is published, and what was looked for. */
    readonly reason?: string
  }
  /** Elements of towers that llama.cpp keeps in a separate file. */
  readonly towers?: { readonly vision?: number; readonly audio?: number }
  /** Precision of the published checkpoint: `bf16`, `fp8`, `mxfp4` ... */
  readonly nativeType: string | null
  /** How the published files store the weights, where they are quantised: method, bits and group size. */
  readonly weightFormat?: WeightFormat
  /** Other names a person would type or an article uses. */
  readonly aliases?: readonly string[]
  /** Repo with llama.cpp files of it, for `-hf`: the first of `files.gguf`. */
  readonly ggufRepo?: string
  /** Repositories with the same weights in another packing, the publisher's own first. */
  readonly files?: ModelFiles
  /** Repo ids of other trainings of the very same shape: base, thinking, finetunes. */
  readonly variants?: readonly string[]
  /** Checkpoints that carry this model's name but have another shape: they must not resolve to this row. */
  readonly otherShapes?: readonly string[]
  /** Position among the models that people run now (1 = most), absent when not among them. */
  readonly popularity?: number
  /** What the 2025 article says of it; absent when the article does not name it. */
  readonly article?: { readonly order: number; readonly wording: string }
  readonly note?: string
  /** For a model that was read from a file: its own tensors stand in place of a quantisation. */
  readonly file?: ModelFile
  /** Where the shape and the count were read; `sources` says it fact by fact. */
  readonly source: string
  readonly sources?: ModelSources
}

/** Packings that model repositories are published in. */
export type Packing = 'gguf' | 'mlx' | 'awq' | 'gptq' | 'fp8' | 'nvfp4' | 'mxfp4' | 'int8' | 'int4' | 'bnb'

/** Repo ids by packing; a packing nobody was seen to publish is absent, which does not mean that there is none. */
export type ModelFiles = Readonly<Partial<Record<Packing, readonly string[]>>>

/** Where each group of facts was read. */
export interface ModelSources {
  readonly architecture: string
  /** The published total that the shape is counted against. */
  readonly parameters: string
  readonly license: string
  readonly context: string
  readonly release: string
  /** Where the ids under `files` and `variants` were seen. */
  readonly files?: string
}

/** A model whose weights exist and whose shape is known. */
export type RunnableModel = ModelSpec & { readonly architecture: Architecture }

export const isRunnable = (model: ModelSpec): model is RunnableModel =>
  model.availability === 'open-weights' && model.architecture !== null
