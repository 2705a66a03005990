import { choices } from './choices.ts'

/** `system` leaves the choice to the style sheet's `color-scheme`. */
export function keepTheme(root: HTMLElement): void {
  const apply = (theme: 'system' | 'light' | 'dark'): void => {
    if (theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = theme
  }
  apply(choices.getState().theme)
  choices.subscribe((state) => apply(state.theme))
}
