import { flushSync } from 'react-dom'
import { choices, choose, type View } from './choices.ts'
import { addColumn, questionOf, questionOfModelView } from './compared.ts'
import { contextSteps, longestListContext, neighbour } from './context-steps.ts'
import { showKeyboardHelp } from './keyboard-help.ts'
import { findModel } from './own-models.ts'
import { historyOf, stepBack } from './undo.ts'

const views: Record<string, View> = {
  '1': 'list',
  '2': 'model',
  '3': 'compare',
  '4': 'take',
  '5': 'report',
  '0': 'machine'
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, input:not([type=range], [type=radio], [type=checkbox])'))

/** The slider's upper end: the documented context of the model looked at, or that of the list. */
function contextLimit(): number {
  const { view, model } = choices.getState()
  if (view !== 'model') return longestListContext
  return findModel(model)?.contextLength ?? longestListContext
}

function stepContext(direction: 1 | -1): void {
  const steps = contextSteps(contextLimit())
  choose({ contextTokens: neighbour(steps, choices.getState().contextTokens, direction) })
}

/** The model meant by `a` or `+`: the one looked at, or the row of the list that has the focus. */
function addToCompare(target: EventTarget | null): boolean {
  const state = choices.getState()
  const row = target instanceof Element ? target.closest<HTMLElement>('[role=row][data-slug]') : null
  const slug = row?.dataset['slug'] ?? (state.view === 'model' ? state.model : null)
  const model = slug === null ? undefined : findModel(slug)
  if (!model) return false
  addColumn(row ? questionOf(state, model.slug) : questionOfModelView(model.slug), model.name)
  return true
}

function press(event: KeyboardEvent): boolean {
  if (event.key === 'Escape') {
    const { view } = choices.getState()
    if (view === 'list') return false
    choose({ view: 'list' })
    return true
  }
  if (typing(event.target)) return false
  const view = views[event.key]
  if (view) choose({ view })
  else if (event.key === '[') stepContext(-1)
  else if (event.key === ']') stepContext(1)
  else if (event.key === '/') {
    // Drawn and focused before this key's event ends: a fast typist's next letter belongs to the box.
    flushSync(() => choose({ view: 'list' }))
    document.querySelector<HTMLInputElement>('#search')?.focus()
  } else if (event.key === 'm') {
    document.querySelector<HTMLButtonElement>('[data-opens=machines]')?.click()
  } else if (event.key === '+' || event.key === 'a') return addToCompare(event.target)
  else if (event.key === '?') showKeyboardHelp(true)
  else if (event.key === 'c') {
    const copy = document.querySelector<HTMLButtonElement>('[data-copies=command], [data-copies=comparison]')
    if (!copy) return false
    copy.click()
  } else if (event.key === 's') {
    const save = document.querySelector<HTMLButtonElement>('[data-saves=report]')
    if (!save) return false
    save.click()
  } else return false
  return true
}

/** Ctrl+Z, Cmd+Z on a Mac. In a text field the key is the field's own. */
const isUndo = (event: KeyboardEvent): boolean =>
  event.key.toLowerCase() === 'z' &&
  (event.ctrlKey || event.metaKey) &&
  !event.shiftKey &&
  !event.altKey &&
  !typing(event.target)

/** Keys that work anywhere. Open menus and edited fields stop their own keys before they arrive here. */
export function listenForShortcuts(target: Window): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (!event.defaultPrevented && isUndo(event)) {
      const { view } = choices.getState()
      // Compare steps back through its own columns.
      if (view !== 'compare' && stepBack(historyOf(view))) event.preventDefault()
      return
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (press(event)) event.preventDefault()
  }
  target.addEventListener('keydown', onKey)
  return () => target.removeEventListener('keydown', onKey)
}
