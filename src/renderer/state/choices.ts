import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Settings } from '../../contract/settings.ts'
import { engineDefaults } from '../../core/engine/settings.ts'
import type { FileType } from '../../core/quant/file-type.ts'
import type { Overrides } from '../../core/schema/overrides.ts'
import { type Facets, noFacets } from './facets.ts'

export type View = 'list' | 'model' | 'compare' | 'take' | 'report' | 'machine' | 'own' | 'tour'
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

export const noOverrides: Overrides = { accelerators: {} }

/** What the user chose, and nothing that follows from it. */
export interface Choices extends Omit<Settings, 'version' | 'standIn'> {
  readonly view: View
  /**
   * The machine that answers are for: null is this one, `kept:NAME` a kept one, anything else the parts of a
   * pretended one as `catalog/pretend/wish.ts` writes them.
   */
  readonly machine: string | null
  /** Corrections of the machine that stands in; `overrides` are those of this one. */
  readonly standInOverrides: Overrides
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
  machine: null,
  standInOverrides: noOverrides,
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
  overrides: noOverrides
}))

export const useChoices = <T>(select: (state: Choices) => T): T => useStore(choices, select)

export const choose = (change: Partial<Choices>): void => choices.setState(change)

/** Another model starts from the best quantisation and placement again. */
export const openModel = (slug: string): void =>
  choose({ view: 'model', model: slug, quant: 'auto', tuning: untuned })

/** The choice of machine while that of an opened report stands in. It is not remembered: the report is. */
export const reportChoice = 'report'
