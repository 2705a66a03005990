import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Settings } from '../../contract/settings.ts'
import type { FileType } from '../../core/quant/file-type.ts'

export type View = 'list' | 'model' | 'report' | 'machine'
export type Filter = 'all' | 'article' | 'popular' | 'experts' | 'fits' | 'runs'
export type Column = 'default' | 'model' | 'verdict' | 'quant' | 'context' | 'memory' | 'speed'

/** What the user chose, and nothing that follows from it. */
export interface Choices extends Omit<Settings, 'version'> {
  readonly view: View
  /** Slug of the model looked at; null before one was opened. */
  readonly model: string | null
  readonly quant: FileType | 'auto'
  readonly query: string
  readonly filter: Filter
  readonly sort: { readonly column: Column; readonly descending: boolean }
}

export const choices = createStore<Choices>(() => ({
  view: 'list',
  model: null,
  quant: 'auto',
  query: '',
  filter: 'all',
  sort: { column: 'default', descending: false },
  theme: 'system',
  contextTokens: 8192,
  cacheType: 'f16',
  parallel: 1,
  overrides: { accelerators: {} }
}))

export const useChoices = <T>(select: (state: Choices) => T): T => useStore(choices, select)

export const choose = (change: Partial<Choices>): void => choices.setState(change)

/** Another model starts from the best quantisation again. */
export const openModel = (slug: string): void => choose({ view: 'model', model: slug, quant: 'auto' })
