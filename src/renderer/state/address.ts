import { cacheTypes } from '../../core/engine/settings.ts'
import { isFileType } from '../../core/quant/file-type.ts'
import { longestMachineChoice } from '../../core/schema/limits.ts'
import { type Choices, choices, type Tuning, untuned, type View } from './choices.ts'
import { afterPaint } from './after-paint.ts'
import { compared, startWith } from './compared.ts'
import { comparedFrom, comparedText } from './compared-address.ts'
import { type ListChoices, readList, writeList } from './list-address.ts'

const views: readonly View[] = ['list', 'model', 'compare', 'take', 'report', 'machine', 'own', 'tour']

type Addressed = Pick<
  Choices,
  'view' | 'model' | 'quant' | 'contextTokens' | 'parallel' | 'cacheType' | 'tuning'
> &
  Partial<Pick<Choices, 'machine'> & ListChoices>

/**
 * `#view=model&model=qwen3-30b-a3b&quant=Q4_K_M&context=8192`: what a bookmark or a reload brings back. What is left
 * to the planner is not written.
 */
export function toHash(state: Addressed, columns = compared.getState().columns): string {
  const { tuning } = state
  const parts = new URLSearchParams({ view: state.view })
  if (state.machine) parts.set('machine', state.machine)
  if (state.model !== null) parts.set('model', state.model)
  if (state.quant !== 'auto') parts.set('quant', state.quant)
  parts.set('context', String(state.contextTokens))
  parts.set('users', String(state.parallel))
  parts.set('cache', state.cacheType)
  if (tuning.ubatch !== untuned.ubatch) parts.set('ubatch', String(tuning.ubatch))
  if (tuning.gpuLayers !== 'auto') parts.set('gpu-layers', String(tuning.gpuLayers))
  if (tuning.cpuMoeLayers !== 'auto') parts.set('cpu-moe', String(tuning.cpuMoeLayers))
  const comparison = comparedText(columns)
  if (comparison !== undefined) parts.set('compare', comparison)
  const { facets, grouped, filter, sort } = state
  if (state.view === 'list' && facets && grouped !== undefined && filter && sort)
    writeList(parts, { facets, grouped, filter, sort })
  return `#${parts.toString()}`
}

/** A whole number from `least` to `most`, or undefined. */
function countIn(parts: URLSearchParams, key: string, least: number, most: number): number | undefined {
  const text = parts.get(key)
  const count = Number(text)
  return text !== null && text !== '' && Number.isInteger(count) && count >= least && count <= most
    ? count
    : undefined
}

/** More layers than any model has: the engine's rules refuse what this one has not. */
const mostLayers = 1024

/** Reads an address as far as it makes sense; what does not is left out rather than guessed. */
export function fromHash(hash: string): Partial<Choices> {
  const parts = new URLSearchParams(hash.replace(/^#/, ''))
  const view = views.find((name) => name === parts.get('view'))
  const quant = parts.get('quant') ?? 'auto'
  const contextTokens = countIn(parts, 'context', 1, 2 ** 24)
  const parallel = countIn(parts, 'users', 1, 1024)
  const cacheType = cacheTypes.find((type) => type === parts.get('cache'))
  const model = parts.get('model')
  const machine = parts.get('machine') ?? ''
  const tuning: Tuning = {
    ubatch: countIn(parts, 'ubatch', 1, 2 ** 16) ?? untuned.ubatch,
    gpuLayers: countIn(parts, 'gpu-layers', 0, mostLayers) ?? 'auto',
    cpuMoeLayers: countIn(parts, 'cpu-moe', 0, mostLayers) ?? 'auto'
  }
  return {
    ...(view && { view }),
    ...(machine !== '' && machine.length <= longestMachineChoice && { machine }),
    ...(view === 'list' && readList(parts)),
    ...(model !== null && { model, quant: isFileType(quant) ? quant : ('auto' as const), tuning }),
    ...(contextTokens !== undefined && { contextTokens }),
    ...(parallel !== undefined && { parallel }),
    ...(cacheType && { cacheType })
  }
}

/** The columns of Compare an address brings along; one that names none changes none. */
function readColumns(hash: string): void {
  const questions = comparedFrom(new URLSearchParams(hash.replace(/^#/, '')).get('compare') ?? '')
  if (questions.length > 0) startWith(questions)
}

/**
 * Keeps address and choices in step: a new view is a new entry of the history, a moved slider is not, nor is a step
 * of the tour.
 */
export function keepAddress(): void {
  let written = ''
  // What is read is not a turn of the reader's: going back must not write an entry over those that lie ahead.
  let reading = false
  // A slider moves many times a second, and an address costs a millisecond that its frame has better uses for.
  let cancel: (() => void) | null = null
  const replace = (): void => {
    cancel?.()
    cancel = afterPaint(replaceNow)
  }
  const replaceNow = (): void => {
    cancel?.()
    cancel = null
    window.history.replaceState(null, '', written)
  }
  readColumns(window.location.hash)
  compared.subscribe(({ columns }, before) => {
    if (reading || columns === before.columns) return
    written = toHash(choices.getState())
    replace()
  })
  choices.subscribe((state, before) => {
    const hash = toHash(state)
    if (hash === written) return
    const turned =
      state.view !== before.view ||
      (state.model !== before.model && state.view !== 'tour') ||
      state.machine !== before.machine
    if (turned && !reading) {
      // What was set just before belongs to the entry that is left.
      if (cancel) replaceNow()
      window.history.pushState(null, '', hash)
    }
    written = hash
    if (!turned || reading) replace()
  })
  const read = (): void => {
    if (window.location.hash === written) return
    cancel?.()
    cancel = null
    const { hash } = window.location
    const change = fromHash(hash)
    // Only where they are seen: going back to a list of earlier must not take away what was added since.
    reading = true
    if (change.view === 'compare') readColumns(hash)
    written = hash
    // An address that names no machine means this one, as every written one does.
    choices.setState({ machine: null, ...change })
    reading = false
  }
  window.addEventListener('popstate', read)
  window.addEventListener('hashchange', read)
}
