import { z } from 'zod'
import { machineSchema } from '../core/schema/machine.ts'
import type { HostApi } from './api.ts'
import { settingsSchema } from './settings.ts'

/** The largest report taken: a full catalogue in HTML is under 2 MB. */
export const maxReportLength = 8_000_000

const reportFile = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.() -]{1,120}\.(md|html|json|csv)$/u, 'a file name ending in .md, .html, .json or .csv'),
  text: z.string().max(maxReportLength)
})

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
