import { pretendedTitle } from '../../catalog/pretend/title.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { useChoices } from './choices.ts'

/** The machine that answers are for, in a sentence: `this machine`, or the name of the one that stands in for it. */
export function useWhere({ name }: Machine): string {
  const isThis = useChoices((state) => state.machine === null)
  if (isThis) return 'this machine'
  const title = pretendedTitle(name)
  return title === null ? name : `a machine with ${title}`
}
