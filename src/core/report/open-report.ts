import { z } from 'zod'
import type { Machine } from '../machine/machine.ts'
import { err, ok, type Result } from '../result.ts'
import { machineSchema } from '../schema/machine.ts'
import { type Overrides, overridesSchema } from '../schema/overrides.ts'
import { reportVersion } from './json.ts'
import { type Question, questionSchema } from './question.ts'

/** What a report said of one model, as far as it can be held against an answer of today. */
export interface ReportedAnswer {
  readonly model: string
  readonly quant: string | null
  readonly sentence: string
  /** Sums per device, RAM last. */
  readonly bytes: readonly { readonly device: string; readonly bytes: number }[]
}

/** A JSON report, read back: everything that was asked, and of which machine. */
export interface OpenedReport {
  readonly generatedAt: string
  readonly versions: { readonly plimsoll: string; readonly formulas: string; readonly catalog: string }
  /** As it was answered for, corrections included. */
  readonly machine: Machine
  readonly corrected?: { readonly detected: Machine; readonly overrides: Overrides }
  readonly question: Question
  readonly answers: readonly ReportedAnswer[]
}

/** The largest file read: that of the whole catalogue is under a tenth of it. */
export const maxOpenedLength = 32_000_000

const word = z.string().max(200)
const size = z.number().min(0)
const bill = z.object({ weightsBytes: size, contextBytes: size, computeBytes: size, overheadBytes: size })

const fileSchema = z.object({
  generatedAt: word,
  versions: z.object({ plimsoll: word, formulas: word, catalog: word }),
  question: questionSchema,
  machine: machineSchema,
  corrected: z.strictObject({ detected: machineSchema, overrides: overridesSchema }).exactOptional(),
  selected: z
    .array(
      z.object({
        model: word,
        quant: word.nullable(),
        verdict: z.object({ sentence: z.string().max(2000) }),
        devices: z.array(bill.extend({ name: word })).max(64),
        host: bill
      })
    )
    .max(16)
})

/**
 * Reads the text of a JSON report. Pure and total: the error is one sentence that says what is wrong, where, and what
 * to do. The list of all models is not read: it follows from the rest.
 */
export function openReport(text: string): Result<OpenedReport, string> {
  if (text.length > maxOpenedLength)
    return err('This file is larger than any report of Plimsoll. Open the JSON that “Save” wrote.')
  let data: unknown
  try {
    data = JSON.parse(text.replace(/^\uFEFF/u, ''))
  } catch (error) {
    return err(`This file is not JSON${where(text, error)}. Open the JSON that “Save” wrote, whole.`)
  }
  const problem = wrongFormat(data)
  if (problem !== null) return err(problem)
  const read = fileSchema.safeParse(data)
  if (!read.success) {
    const [issue] = read.error.issues
    const field = issue && issue.path.length > 0 ? issue.path.join('.') : 'the document'
    return err(`This report is damaged at ${field}: ${issue?.message ?? 'not readable'}. Save it anew.`)
  }
  const { selected, ...report } = read.data
  return ok({
    ...report,
    answers: selected.map(({ model, quant, verdict, devices, host }) => ({
      model,
      quant,
      sentence: verdict.sentence,
      bytes: [...devices, { name: 'RAM', ...host }].map((one) => ({ device: one.name, bytes: sum(one) }))
    }))
  })
}

const sum = (one: z.infer<typeof bill>): number =>
  one.weightsBytes + one.contextBytes + one.computeBytes + one.overheadBytes

/** Why this is no report of this format, as a sentence; null where it is one. */
function wrongFormat(data: unknown): string | null {
  const schema = typeof data === 'object' && data !== null && 'schema' in data ? data.schema : undefined
  const [, number] = /^plimsoll-report\/(\d{1,6})$/u.exec(typeof schema === 'string' ? schema : '') ?? []
  if (number === undefined)
    return 'This file is JSON, but no report of Plimsoll: “schema” does not say plimsoll-report. Open the JSON that “Save” wrote.'
  if (Number(number) > reportVersion)
    return `This report is of format ${number}, written by a newer Plimsoll; this one reads format ${reportVersion}. Update Plimsoll, then open it again.`
  if (Number(number) < reportVersion)
    return `This report is of format ${number}, which does not hold what was asked; this Plimsoll reads format ${reportVersion}. Make the report anew.`
  return null
}

/** Where JSON breaks off, if the engine says so: V8 names a position, others a line. */
function where(text: string, error: unknown): string {
  const [, position] = /at position (\d+)/u.exec(error instanceof Error ? error.message : '') ?? []
  if (position === undefined) return ''
  const before = text.slice(0, Number(position)).split('\n')
  return ` (line ${before.length}, column ${(before.at(-1) ?? '').length + 1})`
}
