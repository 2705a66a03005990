/** A state of some work, with the number by which the next one is asked for. */
export interface Numbered<T> {
  readonly number: number
  readonly value: T
}

/** States of one work that several may follow, each at its own pace and without a channel of its own. */
export interface Followed<T> {
  readonly tell: (value: T) => void
  /** No state comes after the last one. */
  readonly end: () => void
  /** The newest state, once there is one with a number above `number`; the last one for good after the end. */
  readonly after: (number: number) => Promise<Numbered<T>>
}

/**
 * A page asks over HTTP or IPC, which carry one answer for one question: it asks for "the state after the one I have",
 * and the answer waits until there is one.
 *
 * @param first numbers go on from here, so that a number of earlier work never names a state of this one
 */
export function followed<T>(first: number, value: T): Followed<T> {
  let latest: Numbered<T> = { number: first, value }
  let ended = false
  let waiting: ((state: Numbered<T>) => void)[] = []
  const release = (): void => {
    const all = waiting
    waiting = []
    for (const resolve of all) resolve(latest)
  }
  return {
    tell: (next) => {
      latest = { number: latest.number + 1, value: next }
      release()
    },
    end: () => {
      ended = true
      release()
    },
    after: (number) =>
      ended || latest.number > number
        ? Promise.resolve(latest)
        : new Promise((resolve) => {
            waiting.push(resolve)
          })
  }
}
