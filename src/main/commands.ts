import type { DeskCommand, DeskStep } from '../contract/desk.ts'

/** What is asked of the page, kept until the page has it. */
export interface Commands {
  push(command: DeskCommand): void
  /** The first after this number; waits for one. Asking again ends an earlier waiting, whose page is gone. */
  next(after: number): Promise<DeskStep>
}

export function createCommands(): Commands {
  let last = 0
  let waiting: ((step: DeskStep) => void) | null = null
  const kept: DeskStep[] = []

  return {
    push: (command) => {
      const step = { number: ++last, command }
      // Kept also when handed out: a page that is being loaded anew asks again.
      kept.push(step)
      waiting?.(step)
      waiting = null
    },
    next: (after) => {
      while (kept[0] && kept[0].number <= after) kept.shift()
      const [first] = kept
      waiting = null
      return first ? Promise.resolve(first) : new Promise((resolve) => (waiting = resolve))
    }
  }
}
