import type { Started } from './started.ts'

/** How long a program has to end by itself, in milliseconds. */
const graceMs = 5000

/** Asks a program to end, and makes it after a grace. Resolves when it has ended. */
export async function stopProgram(started: Started, grace = graceMs): Promise<void> {
  const ended = started.ended.then(
    () => undefined,
    () => undefined
  )
  started.kill('SIGTERM')
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), grace)
  })
  if ((await Promise.race([ended, late])) === 'late') {
    started.kill('SIGKILL')
    await ended
  }
  clearTimeout(timer)
}
