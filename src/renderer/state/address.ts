import { isFileType } from '../../core/quant/file-type.ts'
import { type Choices, choices, type View } from './choices.ts'

const views: readonly View[] = ['list', 'model', 'report', 'machine']

/** `#view=model&model=qwen3-30b-a3b&quant=Q4_K_M&context=8192`: what a bookmark or a reload brings back. */
export function toHash(state: Pick<Choices, 'view' | 'model' | 'quant' | 'contextTokens'>): string {
  const parts = new URLSearchParams({ view: state.view })
  if (state.model !== null) parts.set('model', state.model)
  if (state.quant !== 'auto') parts.set('quant', state.quant)
  parts.set('context', String(state.contextTokens))
  return `#${parts.toString()}`
}

/** Reads an address as far as it makes sense; what does not is left out rather than guessed. */
export function fromHash(hash: string): Partial<Choices> {
  const parts = new URLSearchParams(hash.replace(/^#/, ''))
  const view = views.find((name) => name === parts.get('view'))
  const quant = parts.get('quant') ?? 'auto'
  const context = Number(parts.get('context'))
  const model = parts.get('model')
  return {
    ...(view && { view }),
    ...(model !== null && { model, quant: isFileType(quant) ? quant : ('auto' as const) }),
    ...(Number.isInteger(context) && context >= 1 && context <= 2 ** 24 && { contextTokens: context })
  }
}

/** Keeps address and choices in step: a new view is a new entry of the history, a moved slider is not. */
export function keepAddress(): void {
  let written = ''
  choices.subscribe((state, before) => {
    const hash = toHash(state)
    if (hash === written) return
    const turned = state.view !== before.view || state.model !== before.model
    written = hash
    if (turned) window.history.pushState(null, '', hash)
    else window.history.replaceState(null, '', hash)
  })
  const read = (): void => {
    if (window.location.hash === written) return
    written = window.location.hash
    choices.setState(fromHash(window.location.hash))
  }
  window.addEventListener('popstate', read)
  window.addEventListener('hashchange', read)
}
