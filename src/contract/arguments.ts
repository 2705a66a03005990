import { z } from 'zod'
import { measurementSchema } from '../core/schema/calibration.ts'
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

/**
 * A whole path of what may be a model: a .gguf file, one that is still being downloaded, or a blob of Ollama. Nothing else
 * is opened for a page, whatever a path leads to.
 */
const modelPath = z
  .string()
  .max(4096)
  .regex(/^(?:[\\/]|[a-z]:[\\/])/iu, 'a whole path, from the root of its disk')
  .regex(
    /(?:\.gguf(?:\.(?:part|partial|incomplete|download|crdownload|tmp))?|[\\/]sha256-[0-9a-f]{64})$/iu,
    'a path that ends in .gguf'
  )
  // A network share would be asked for this account's name.
  .refine((path) => !/^[\\/]{2}/u.test(path) && !path.includes('\0'), 'a path on a disk of this machine')

const task = z.string().regex(/^[\w-]{1,40}$/u, 'up to 40 letters and digits')
const reference = z.string().min(1).max(600)

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
  listMeasurements: z.tuple([]),
  addMeasurement: z.tuple([measurementSchema]),
  removeMeasurement: z.tuple([z.int().positive()]),
  readSettings: z.tuple([]),
  writeSettings: z.tuple([settingsSchema]),
  saveReport: z.tuple([reportFile]),
  readModelFile: z.tuple([modelPath]),
  readHubModel: z.tuple([task, reference, z.boolean()]),
  readingProgress: z.tuple([task]),
  cancelReading: z.tuple([task]),
  listLocalModels: z.tuple([]),
  readOwnRows: z.tuple([])
} satisfies { [M in keyof HostApi]: z.ZodType<Parameters<HostApi[M]>> }
