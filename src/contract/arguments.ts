import { z } from 'zod'
import { machineSchema } from '../core/schema/machine.ts'
import type { HostApi } from './api.ts'
import { settingsSchema } from './settings.ts'

/** The largest report taken: a full catalogue in HTML is under 2 MB. */
export const maxReportLength = 8_000_000

/** The largest picture taken, in characters of base64: a card is under a tenth of it. */
export const maxPictureLength = 4_000_000

const named = (endings: string): z.ZodString =>
  z.string().regex(new RegExp(`^[\\w.() -]{1,120}\\.(${endings})$`, 'u'), `a file name ending in .${endings}`)

/** Each kind of content under its own endings, so that no text passes for a picture and no picture for a page. */
const reportFile = z.union([
  z.strictObject({ name: named('md|html|json|csv'), text: z.string().max(maxReportLength) }),
  z.strictObject({
    name: named('png'),
    base64: z
      .base64()
      .max(maxPictureLength)
      .regex(/^iVBORw0KGgo/u, 'the first eight bytes of a PNG file')
  }),
  z.strictObject({ name: named('pdf'), page: z.string().max(maxReportLength) })
])

const stepNumber = z.int().min(0)

/** What each call accepts, checked on the trusted side before any handler runs. */
export const parameters = {
  detect: z.tuple([]),
  detectStep: z.tuple([stepNumber]),
  refresh: z.tuple([]),
  measureStep: z.tuple([stepNumber]),
  stopMeasuring: z.tuple([]),
  listMachines: z.tuple([]),
  saveMachine: z.tuple([machineSchema]),
  removeMachine: z.tuple([z.string().min(1).max(200)]),
  readSettings: z.tuple([]),
  writeSettings: z.tuple([settingsSchema]),
  saveReport: z.tuple([reportFile])
} satisfies { [M in keyof HostApi]: z.ZodType<Parameters<HostApi[M]>> }
