import { createStore } from 'zustand/vanilla'
import type { HostApi } from '../../contract/api.ts'
import type { LocalEntry } from '../../contract/brought.ts'
import { canBeRead, withoutPath } from '../../core/model/gguf/on-disk.ts'
import type { RunnableModel } from '../../core/model/model.ts'
import { adopt } from './own-models.ts'
import { sentenceOf } from './sentence-of.ts'

/** What the whole header of a file on the disk says: the model by its own tensors, or why it is none. */
export type LocalReading = { readonly model: RunnableModel } | { readonly fault: string }

interface LocalReadings {
  readonly read: ReadonlyMap<string, LocalReading>
  /** Null while nothing is being read. */
  readonly progress: { readonly done: number; readonly of: number } | null
}

/** Kept while the page is; what changed on the disk since has another key. */
export const localReadings = createStore<LocalReadings>(() => ({ read: new Map(), progress: null }))

/** A file as it is now: another size or another time is another file. */
export const readingKey = ({ path, bytes, modified }: LocalEntry): string =>
  `local:${path.toLowerCase()} ${bytes} ${modified}`

export const unread = (entries: readonly LocalEntry[]): readonly LocalEntry[] =>
  entries.filter((entry) => canBeRead(entry) && !localReadings.getState().read.has(readingKey(entry)))

// Raised by whoever reads next or cancels: the reading of before sees it and ends.
let turn = 0

/** Reads the headers of these files that are not known, one after the other, in place of a reading under way. */
export async function readLocals(host: HostApi, entries: readonly LocalEntry[]): Promise<void> {
  const mine = ++turn
  const wanted = unread(entries)
  localReadings.setState({ progress: wanted.length > 0 ? { done: 0, of: wanted.length } : null })
  for (const [at, entry] of wanted.entries()) {
    const reading = await readingOf(host, entry)
    const read = new Map(localReadings.getState().read).set(readingKey(entry), reading)
    localReadings.setState({ read })
    if (mine !== turn) return
    localReadings.setState({
      progress: at + 1 < wanted.length ? { done: at + 1, of: wanted.length } : null
    })
  }
}

/** Ends after the file that is being read: a header takes milliseconds. */
export function stopReadingLocals(): void {
  turn++
  localReadings.setState({ progress: null })
}

/** Lets go of what was read of files that are not there any more, or not as they were. */
export function forgetOthers(entries: readonly LocalEntry[]): void {
  const here = new Set(entries.map(readingKey))
  const { read } = localReadings.getState()
  localReadings.setState({ read: new Map([...read].filter(([key]) => here.has(key))) })
}

async function readingOf(host: HostApi, entry: LocalEntry): Promise<LocalReading> {
  try {
    return { model: adopt(await host.readModelFile(entry.path), readingKey(entry)) }
  } catch (error) {
    return { fault: withoutPath(sentenceOf(error), entry.path) }
  }
}
