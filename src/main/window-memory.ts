import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'

const edge = z.int().min(-100_000).max(100_000)

const schema = z.object({
  /** Where the window stands when it is neither maximised, minimised nor full-screen, in device-independent pixels. */
  bounds: z.object({ x: edge, y: edge, width: edge.min(1), height: edge.min(1) }).optional(),
  maximized: z.boolean().optional(),
  /** Chromium's: 0 is 100 %, each step 20 %. */
  zoomLevel: z.number().min(-8).max(9).optional(),
  /** What the page's address said after its `#`: the view, the model, what was filtered and compared. */
  address: z.string().max(16_384).optional(),
  /** Files opened, the latest first. */
  recent: z.array(z.string().min(1).max(4096)).max(10).optional()
})

export type WindowMemory = z.infer<typeof schema>

/** What is remembered of the window between runs: `window.json` in the app's data folder. */
export interface WindowStore {
  get(): WindowMemory
  /** Written at once and whole, because what comes next may be the end of the program. */
  set(change: WindowMemory): void
}

/** A file that cannot be read or used is no reason not to open: the window stands where it stands at first. */
export function windowStore(folder: string): WindowStore {
  const file = join(folder, 'window.json')
  let memory = read(file)
  return {
    get: () => memory,
    set: (change) => {
      memory = { ...memory, ...change }
      try {
        mkdirSync(folder, { recursive: true })
        writeFileAtomic.sync(file, `${JSON.stringify(memory, null, 2)}\n`)
      } catch {
        // A full or read-only disk: it is remembered until the program ends.
      }
    }
  }
}

function read(file: string): WindowMemory {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return parsed.success ? parsed.data : {}
  } catch {
    return {}
  }
}
