import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type CacheType, engineDefaults } from '../../core/engine/settings.ts'
import type { FileType } from '../../core/quant/file-type.ts'
import { type Choices, choices, type Tuning } from './choices.ts'

/** The machine of a column: what is shown here, one that was kept, or catalogue devices with nothing else running. */
export type ColumnMachine =
  { readonly kind: 'here' } | { readonly kind: 'kept'; readonly name: string } | SimulatedColumn

export interface SimulatedColumn {
  readonly kind: 'simulated'
  /** `DeviceSpec.id`; null for RAM alone. */
  readonly device: string | null
  readonly count: number
  /** GiB; a device with unified memory brings its own. */
  readonly ramGib: number
  /** Decimal GB/s; null where nobody said. */
  readonly ramBandwidthGBs: number | null
}

/** What one column answers: a model, how it is asked for, and where. */
export interface Question {
  readonly model: string
  readonly quant: FileType | 'auto'
  readonly contextTokens: number
  readonly parallel: number
  readonly cacheType: CacheType
  /** Absent: placed by the planner. */
  readonly tuning?: Tuning
  readonly machine: ColumnMachine
}

/** A question with an id that stays with it when columns are moved. */
export interface Column extends Question {
  readonly id: number
}

/** More than four stand beside each other on no screen. */
export const mostColumns = 4

interface Compared {
  readonly columns: readonly Column[]
  /** Earlier states, the latest last. */
  readonly past: readonly (readonly Column[])[]
  /** What the last press did, in words, for views in which the columns are not seen. */
  readonly note: string | null
}

export const compared = createStore<Compared>(() => ({ columns: [], past: [], note: null }))

export const useCompared = <T>(select: (state: Compared) => T): T => useStore(compared, select)

const keptSteps = 50
let lastId = 0

const numbered = (question: Question): Column => ({ ...question, id: (lastId += 1) })

function step(columns: readonly Column[], note: string | null): void {
  const { columns: before, past } = compared.getState()
  compared.setState({ columns, past: [...past, before].slice(-keptSteps), note })
}

export const sameQuestion = (one: Question, two: Question): boolean => inWords(one) === inWords(two)

/** Everything that decides the answer, in one order. */
const inWords = ({ model, quant, contextTokens, parallel, cacheType, tuning, machine }: Question): string =>
  JSON.stringify([model, quant, contextTokens, parallel, cacheType, tuning ?? null, Object.entries(machine)])

const counted = (n: number): string => (n === mostColumns ? 'four columns, which is full' : `${n} of four`)

/**
 * Puts a column after the others. False, with a note that says so, when it is there already or there is no room.
 *
 * @param name what the note calls it
 */
export function addColumn(question: Question, name: string): boolean {
  const { columns } = compared.getState()
  if (columns.some((column) => sameQuestion(column, question))) {
    compared.setState({ note: `${name} is compared already, asked the same way.` })
    return false
  }
  if (columns.length >= mostColumns) {
    compared.setState({ note: `Four columns are compared already: remove one to add ${name}.` })
    return false
  }
  step([...columns, numbered(question)], `${name} is in Compare: ${counted(columns.length + 1)}.`)
  return true
}

/** In place of all columns: a starting point, or what an address names. */
export const setColumns = (questions: readonly Question[]): void =>
  step(questions.slice(0, mostColumns).map(numbered), null)

/** Same, and nothing to undo: what a page begins with. */
export const startWith = (questions: readonly Question[]): void =>
  compared.setState({ columns: questions.slice(0, mostColumns).map(numbered), past: [], note: null })

export const removeColumn = (id: number): void =>
  step(
    compared.getState().columns.filter((column) => column.id !== id),
    null
  )

export function changeColumn(id: number, change: Partial<Question>): void {
  const { columns } = compared.getState()
  step(
    columns.map((column) => (column.id === id ? { ...column, ...change } : column)),
    null
  )
}

/** One place to the left or right; at the edge nothing happens. */
export function moveColumn(id: number, by: 1 | -1): void {
  const { columns } = compared.getState()
  const at = columns.findIndex((column) => column.id === id)
  const [one, other] = [columns[at], columns[at + by]]
  if (!one || !other) return
  step(
    columns.map((column) => (column === one ? other : column === other ? one : column)),
    null
  )
}

/** Brings back what was before the last change. */
export function undoCompared(): void {
  const { past } = compared.getState()
  const before = past.at(-1)
  if (before) compared.setState({ columns: before, past: past.slice(0, -1), note: null })
}

export const dismissNote = (): void => compared.setState({ note: null })

/** A model asked for as the controls of the page stand. */
export const questionOf = (
  { contextTokens, parallel, cacheType }: Pick<Choices, 'contextTokens' | 'parallel' | 'cacheType'>,
  model: string,
  over: Partial<Question> = {}
): Question => ({
  ...{ model, quant: 'auto', contextTokens, parallel, cacheType, machine: { kind: 'here' } },
  ...over
})

const tuned = ({ ubatch, gpuLayers, cpuMoeLayers }: Tuning): boolean =>
  ubatch !== engineDefaults.ubatch || gpuLayers !== 'auto' || cpuMoeLayers !== 'auto'

/** The model of the model view exactly as it is asked for there. */
export function questionOfModelView(model: string): Question {
  const state = choices.getState()
  return questionOf(state, model, {
    quant: state.quant,
    ...(tuned(state.tuning) && { tuning: state.tuning })
  })
}
