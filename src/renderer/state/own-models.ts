import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { models as catalogue } from '../../catalog/catalog.ts'
import type { BroughtModel, OwnRows, ReadingProgress } from '../../contract/brought.ts'
import type { BroughtFrom } from '../../contract/settings.ts'
import type { ModelSpec, RunnableModel } from '../../core/model/model.ts'
import { rememberTensors } from '../../core/model/tensor-table.ts'

/** Where a model came from. A file that was dropped onto a browser has a name and no path. */
export type OwnFrom = BroughtFrom | { readonly kind: 'dropped'; readonly name: string }

export type OwnState =
  | { readonly status: 'reading'; readonly progress: ReadingProgress | null; readonly cancel: () => void }
  | { readonly status: 'read'; readonly model: RunnableModel; readonly notes: readonly string[] }
  | { readonly status: 'failed'; readonly sentence: string }

export interface OwnEntry {
  /** Unique among these and the catalogue's: `file:...`, `hub:owner/name`. */
  readonly slug: string
  readonly from: OwnFrom
  readonly state: OwnState
}

interface OwnModels {
  /** The latest first. */
  readonly entries: readonly OwnEntry[]
  readonly rows: OwnRows | null
  /** The entry that was removed last, where it stood. */
  readonly removed: { readonly entry: OwnEntry; readonly at: number } | null
}

/** What the user brought, beside the catalogue. */
export const ownModels = createStore<OwnModels>(() => ({ entries: [], rows: null, removed: null }))

export const useOwnModels = <T>(select: (state: OwnModels) => T): T => useStore(ownModels, select)

/** A model as it was read, made ready for this side: a file's own tensors are those of its shape here too. */
export function adopt({ model }: BroughtModel, slug: string): RunnableModel {
  const { file, architecture } = model
  if (file)
    rememberTensors(
      architecture,
      file.tensors.filter(({ layer }) => layer === null || layer < file.trunk)
    )
  return { ...model, slug }
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

interface All {
  readonly own: readonly ModelSpec[]
  readonly all: readonly ModelSpec[]
}

const allOf = ({ entries, rows }: OwnModels): All => {
  const read = entries.flatMap(({ state }) => (state.status === 'read' ? [state.model] : []))
  const mine = (rows?.models ?? []).map((row) => ({ ...row, slug: `row:${row.slug}` }))
  if (read.length + mine.length === 0) return { own: [], all: catalogue }
  const others = catalogue.filter(({ id }) => !mine.some((row) => same(row.id, id)))
  return { own: [...read, ...mine], all: [...read, ...mine, ...others] }
}

// Made once for each change, so that whoever hangs on the list is not drawn again for nothing.
let made: All = { own: [], all: catalogue }
ownModels.subscribe((state, before) => {
  if (state.entries !== before.entries || state.rows !== before.rows) made = allOf(state)
})

/** What the user brought, then the catalogue; a row of the user stands in for the catalogue's of the same id. */
export const allModels = (): readonly ModelSpec[] => made.all

export const useAllModels = (): readonly ModelSpec[] => useOwnModels(allModels)

export const ownSpecs = (): readonly ModelSpec[] => made.own

export const useOwnSpecs = (): readonly ModelSpec[] => useOwnModels(() => made.own)

/** The model of a slug, the user's own first. */
export const findModel = (slug: string | null): ModelSpec | undefined =>
  made.all.find((model) => model.slug === slug)

export const useModel = (slug: string | null): ModelSpec | undefined => useOwnModels(() => findModel(slug))

/** What to say where a model of the user's is asked for and is not there; null for the catalogue's names. */
export function ownSentence(slug: string | null, { entries }: Pick<OwnModels, 'entries'>): string | null {
  if (slug === null || !/^(?:file|hub|row):/u.test(slug)) return null
  const state = entries.find((entry) => entry.slug === slug)?.state
  if (state?.status === 'failed') return state.sentence
  if (state?.status === 'reading') return 'Reading it again…'
  const name = slug.replace(/^\w+:/u, '')
  return slug.startsWith('row:')
    ? `There is no row “${name}” in your own models.json.`
    : `“${name}” is not open here. Open it again, or drop it on this page.`
}

export const useOwnSentence = (slug: string | null): string | null =>
  useOwnModels((state) => ownSentence(slug, state))
