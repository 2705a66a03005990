import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Settings } from '../../contract/settings.ts'
import { engineDefaults } from '../../core/engine/settings.ts'
import type { FileType } from '../../core/quant/file-type.ts'
import { type Facets, noFacets } from './facets.ts'

export type View = 'list' | 'model' | 'report' | 'machine'
export type Filter = 'all' | 'article' | 'popular' | 'experts' | 'fits' | 'runs'
export type Column = 'default' | 'model' | 'verdict' | 'quant' | 'context' | 'memory' | 'speed'

/** Settings of llama.cpp that only one model's page offers; `auto` is the planner's choice. */
export interface Tuning {
  /** `-ub`: the micro-batch, in tokens. */
  readonly ubatch: number
  /** `-ngl`: blocks on the GPU; one more than the blocks includes the output layer. */
  readonly gpuLayers: number | 'auto'
  /** `--n-cpu-moe`: the first layers that keep their experts in RAM. */
  readonly cpuMoeLayers: number | 'auto'
}

export const untuned: Tuning = { ubatch: engineDefaults.ubatch, gpuLayers: 'auto', cpuMoeLayers: 'auto' }

/** What the user chose, and nothing that follows from it. */
export interface Choices extends Omit<Settings, 'version'> {
  readonly view: View
  /** Slug of the model looked at; null before one was opened. */
  readonly model: string | null
  readonly quant: FileType | 'auto'
  readonly tuning: Tuning
  readonly query: string
  readonly filter: Filter
  /** What narrows the list besides `filter` and `query`. */
  readonly facets: Facets
  /** The list under heads of families. */
  readonly grouped: boolean
  readonly sort: { readonly column: Column; readonly descending: boolean }
}

export const choices = createStore<Choices>(() => ({
  view: 'list',
  model: null,
  quant: 'auto',
  tuning: untuned,
  query: '',
  filter: 'all',
  facets: noFacets,
  grouped: false,
  sort: { column: 'default', descending: false },
  theme: 'system',
  contextTokens: 8192,
  cacheType: 'f16',
  parallel: 1,
  overrides: { accelerators: {} }
}))

export const useChoices = <T>(select: (state: Choices) => T): T => useStore(choices, select)

export const choose = (change: Partial<Choices>): void => choices.setState(change)

/** Another model starts from the best quantisation and placement again. */
export const openModel = (slug: string): void =>
  choose({ view: 'model', model: slug, quant: 'auto', tuning: untuned })
