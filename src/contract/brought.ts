import type { ModelSpec, RunnableModel } from '../core/model/model.ts'

/** A model that the user brought, as it was read. */
export interface BroughtModel {
  readonly model: RunnableModel
  /** What was assumed or could not be checked, each a sentence. */
  readonly notes: readonly string[]
}

/** How far the reading of a repository is. */
export interface ReadingProgress {
  /** What is being read, in words for the screen. */
  readonly step: string
  readonly done: number
  readonly of: number
}

/**
 * How the catalogue's row of a file was recognised: by a name whose shape the file has, by its shape alone, or by what it is
 * called where nothing else can be read.
 */
export type RecognisedBy = 'name-and-shape' | 'shape' | 'name'

/** A model that another program keeps on this machine. */
export interface LocalEntry {
  /** The program, `Ollama`, or `folder` for one the user named. */
  readonly tool: string
  readonly name: string
  readonly format: 'gguf' | 'safetensors'
  /** The first file, or the folder of a safetensors model. */
  readonly path: string
  /** Of all its files together. */
  readonly bytes: number
  /** When the last of its files changed, in milliseconds: what was read of it holds while this and `bytes` stay. */
  readonly modified: number
  /** Names of the parts of a split model that are not there. */
  readonly missing: readonly string[]
  /** The mix that it states, `Q4_K_M`, else its name; null where neither does. */
  readonly mix: string | null
  /** `general.architecture` of a GGUF file, where it was read. */
  readonly architecture: string | null
  /** Its shape: the slug of the catalogue's row, its own, or null where only the whole header tells. */
  readonly shape: { readonly slug: string } | { readonly model: RunnableModel } | null
  /** How the catalogue's row was recognised; null without one. */
  readonly by: RecognisedBy | null
  /** Why its file cannot be read as a model, a sentence without its name; null for one that was well so far. */
  readonly fault: string | null
}

export interface LocalList {
  readonly models: readonly LocalEntry[]
  /** Folders that could not be read and files that are missing, each a sentence. */
  readonly notes: readonly string[]
}

/** The user's own rows. */
export interface OwnRows {
  /** Where they are, or would be. */
  readonly file: string
  readonly models: readonly ModelSpec[]
  /** What is wrong with the rows that were left out, each with its line and field. */
  readonly problems: readonly {
    readonly line: number
    readonly column: number
    /** Empty for the file as a whole. */
    readonly field: string
    readonly message: string
  }[]
  /** True where there is no such file, which is no problem. */
  readonly absent: boolean
}
