import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type Choices, choices, type View } from './choices.ts'

/** Choices that can be stepped back. Each list has a history of its own: a view steps back what is changed in it. */
const fieldsOf = {
  settings: ['quant', 'contextTokens', 'parallel', 'cacheType', 'tuning'],
  machine: ['overrides']
} as const satisfies Record<string, readonly (keyof Choices)[]>

export type HistoryName = keyof typeof fieldsOf
type Field = (typeof fieldsOf)[HistoryName][number]
export type Undoable = Pick<Choices, Field>

/** One change as a person sees it: a slider dragged through twenty stops is one. */
export interface Step {
  readonly before: Partial<Undoable>
  readonly after: Partial<Undoable>
}

interface Kept extends Step {
  /** What changed, to the part of a field: moves of one slider have the same. */
  readonly parts: string
  /** When it last changed, ms. */
  readonly at: number
}

/** Moves of one control that follow within this time are one step. */
export const oneMoveMs = 700
const mostSteps = 200

const empty: Readonly<Record<HistoryName, readonly Kept[]>> = { settings: [], machine: [] }
const history = createStore(() => empty)

let steppingBack = false

/** Names of what differs: `cacheType`, `tuning.ubatch`. */
function partsOf(before: Undoable, after: Undoable, fields: readonly Field[]): readonly string[] {
  return fields.flatMap((field) => {
    if (before[field] === after[field]) return []
    if (field !== 'tuning') return [field]
    const keys = ['ubatch', 'gpuLayers', 'cpuMoeLayers'] as const
    return keys.filter((key) => before.tuning[key] !== after.tuning[key]).map((key) => `tuning.${key}`)
  })
}

const pick = (state: Undoable, fields: readonly Field[]): Partial<Undoable> =>
  Object.fromEntries(fields.map((field) => [field, state[field]]))

const same = (a: Partial<Undoable>, b: Partial<Undoable>): boolean => JSON.stringify(a) === JSON.stringify(b)

function record(name: HistoryName, state: Choices, previous: Choices, at: number): void {
  const fields = fieldsOf[name]
  const parts = partsOf(previous, state, fields).join(' ')
  if (parts === '') return
  const changed = fields.filter((field) => previous[field] !== state[field])
  const steps = history.getState()[name]
  const last = steps.at(-1)
  const continues = last !== undefined && last.parts === parts && at - last.at < oneMoveMs
  const before = continues ? last.before : pick(previous, changed)
  const after = pick(state, changed)
  const kept = continues ? steps.slice(0, -1) : steps
  // A slider moved and moved back has changed nothing.
  const next = same(before, after) ? kept : [...kept, { before, after, parts, at }].slice(-mostSteps)
  history.setState({ [name]: next })
}

/**
 * Remembers every change from now on, whoever makes it: a control, a key, a lever. Another model starts a new history
 * of settings. Returns how to stop.
 */
export function keepHistory(now: () => number = () => performance.now()): () => void {
  history.setState(empty)
  return choices.subscribe((state, previous) => {
    if (steppingBack) return
    if (state.model !== previous.model) history.setState({ settings: [] })
    else record('settings', state, previous, now())
    record('machine', state, previous, now())
  })
}

/** Takes the last change back. False where there is none. */
export function stepBack(name: HistoryName): boolean {
  const steps = history.getState()[name]
  const last = steps.at(-1)
  if (!last) return false
  history.setState({ [name]: steps.slice(0, -1) })
  steppingBack = true
  try {
    choices.setState(last.before)
  } finally {
    steppingBack = false
  }
  return true
}

/** The change that `stepBack` would take back; null where there is none. */
export const lastStep = (name: HistoryName): Step | null => history.getState()[name].at(-1) ?? null

export const useLastStep = (name: HistoryName): Step | null =>
  useStore(history, (state) => state[name].at(-1) ?? null)

/** Which history Ctrl+Z steps back in. */
export const historyOf = (view: View): HistoryName => (view === 'machine' ? 'machine' : 'settings')
