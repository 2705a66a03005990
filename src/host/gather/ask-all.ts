import { within } from '../probe/probe.ts'

/** One thing to find out. */
export interface Question<T> {
  /** What is waited for, as a person knows it: `nvidia-smi`. */
  readonly name: string
  readonly ask: () => Promise<T>
  /** What stands in for the answer while it is waited for, and for good when it does not come. */
  readonly otherwise: T
  /** Milliseconds; programs have their own deadlines, this one is for what waits on several. */
  readonly deadline?: number
}

export type Questions<T> = { readonly [K in keyof T]: Question<T[K]> }

/** Longer than any program is given: nvidia-smi has 8 s for all its questions, PowerShell 12 s. */
const longest = 16_000

/**
 * Asks everything at once and tells of each answer as it comes. Never rejects: what throws or is late keeps its
 * `otherwise`. Several answers of one turn of the event loop are told of once.
 *
 * @param onAnswers the answers so far, and the names of what is still waited for
 */
export async function askAll<T extends object>(
  questions: Questions<T>,
  onAnswers: (answers: T, waitingFor: readonly string[]) => void
): Promise<T> {
  const keys = Object.keys(questions) as (keyof T)[]
  const answers = Object.fromEntries(keys.map((key) => [key, questions[key].otherwise])) as T
  const open = new Set(keys)
  let told = false
  const tell = (): void => {
    if (told || open.size === 0) return
    told = true
    setImmediate(() => {
      told = false
      if (open.size > 0) onAnswers({ ...answers }, [...new Set([...open].map((key) => questions[key].name))])
    })
  }
  await Promise.all(
    keys.map(async (key) => {
      const { ask, otherwise, deadline } = questions[key]
      answers[key] = await within(deadline ?? longest, ask, otherwise)
      open.delete(key)
      tell()
    })
  )
  return answers
}
