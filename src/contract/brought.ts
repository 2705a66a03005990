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

/** A model that another program keeps on this machine. */
export interface LocalEntry {
  /** The program, `Ollama`, or `folder` for one the user named. */
  readonly tool: string
  readonly name: string
  readonly format: 'gguf' | 'safetensors'
  /** The first file, or the folder of a safetensors model. */
  readonly path: string
  readonly bytes: number
  /** Parts of a split model that are not there; 0 for a whole one. */
  readonly missingParts: number
  /** The mix that its name states, `Q4_K_M`; null where it states none. */
  readonly mix: string | null
  /** Its shape: the slug of the catalogue's row, its own, or null where neither is known before the file is opened. */
  readonly shape: { readonly slug: string } | { readonly model: RunnableModel } | null
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
