import { z } from 'zod'
import type { RunnableModel } from '../core/model/model.ts'

/** One model that was found outside the catalogue, with what has to be said about it. */
export interface SourcedModel {
  readonly model: RunnableModel
  readonly notes: readonly string[]
}

/** What a page may ask of models outside the catalogue. Refusals reject with a sentence for the screen. */
export interface ModelSources {
  /** Reads a repository that the user named. One reading at a time for each `task`, which `cancelReading` ends. */
  readHubModel(id: string, task: string): Promise<SourcedModel>
  cancelReading(task: string): Promise<void>
  /** How far a reading is: for a page that asks every few hundred milliseconds. Null when there is none. */
  readingProgress(task: string): Promise<{ step: string; done: number; of: number } | null>
}

const task = z.string().regex(/^[\w-]{1,64}$/u)

/** What each call accepts. */
export const sourceParameters = {
  readHubModel: z.tuple([z.string().min(1).max(600), task]),
  cancelReading: z.tuple([task]),
  readingProgress: z.tuple([task])
} satisfies { [M in keyof ModelSources]: z.ZodType<Parameters<ModelSources[M]>> }
