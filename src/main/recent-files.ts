import { app } from 'electron'
import type { WindowStore } from './window-memory.ts'

const most = 10

export interface RecentFiles {
  list(): readonly string[]
  /** The latest comes first; one that is there already moves up. */
  add(path: string): void
  clear(): void
}

/** Files opened lately, for the menu and for the system's own lists (dock, task bar). */
export function recentFiles(store: WindowStore, onChange: () => void): RecentFiles {
  const list = (): readonly string[] => store.get().recent ?? []
  return {
    list,
    add: (path) => {
      if (list()[0] === path) return
      store.set({ recent: [path, ...list().filter((one) => one !== path)].slice(0, most) })
      app.addRecentDocument(path)
      onChange()
    },
    clear: () => {
      store.set({ recent: [] })
      app.clearRecentDocuments()
      onChange()
    }
  }
}
