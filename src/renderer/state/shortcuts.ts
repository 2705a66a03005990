import { flushSync } from 'react-dom'
import { models } from '../../catalog/catalog.ts'
import { choices, choose, type View } from './choices.ts'
import { contextSteps, longestListContext, neighbour } from './context-steps.ts'

const digits: Record<string, View> = { '1': 'list', '2': 'model', '3': 'report' }

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, input:not([type=range], [type=radio], [type=checkbox])'))

/** The slider's upper end: the documented context of the model looked at, or that of the list. */
function contextLimit(): number {
  const { view, model } = choices.getState()
  if (view !== 'model') return longestListContext
  return models.find(({ slug }) => slug === model)?.contextLength ?? longestListContext
}

function stepContext(direction: 1 | -1): void {
  const steps = contextSteps(contextLimit())
  choose({ contextTokens: neighbour(steps, choices.getState().contextTokens, direction) })
}

function press(event: KeyboardEvent): boolean {
  if (event.key === 'Escape') {
    const { view } = choices.getState()
    if (view === 'list') return false
    choose({ view: 'list' })
    return true
  }
  if (typing(event.target)) return false
  const view = digits[event.key]
  if (view) choose({ view })
  else if (event.key === '[') stepContext(-1)
  else if (event.key === ']') stepContext(1)
  else if (event.key === '/') {
    // Drawn and focused before this key's event ends: a fast typist's next letter belongs to the box.
    flushSync(() => choose({ view: 'list' }))
    document.querySelector<HTMLInputElement>('#search')?.focus()
  } else if (event.key === 'c') {
    const copy = document.querySelector<HTMLButtonElement>('[data-copies=command]')
    if (!copy) return false
    copy.click()
  } else if (event.key === 's') {
    const save = document.querySelector<HTMLButtonElement>('[data-saves=report]')
    if (!save) return false
    save.click()
  } else return false
  return true
}

/** Keys that work anywhere. Open menus and edited fields stop their own keys before they arrive here. */
export function listenForShortcuts(target: Window): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (press(event)) event.preventDefault()
  }
  target.addEventListener('keydown', onKey)
  return () => target.removeEventListener('keydown', onKey)
}
