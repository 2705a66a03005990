import type { z } from 'zod'
import type { Result } from '../result.ts'
import { err, ok } from '../result.ts'
import { machineSchema } from '../schema/machine.ts'
import type { Machine } from './machine.ts'

/** `T` without `readonly`, which zod does not write; branded numbers are left as they are. */
type Writable<T> = T extends number | string
  ? T
  : T extends readonly (infer Item)[]
    ? Writable<Item>[]
    : T extends object
      ? { -readonly [Key in keyof T]: Writable<T[Key]> }
      : T

type Same<One, Two> = [One] extends [Two] ? ([Two] extends [One] ? true : false) : false
type Holds<Claim extends true> = Claim

/** Does not compile when the schema and the interface part ways. */
export type SchemaDescribesMachine = Holds<Same<z.infer<typeof machineSchema>, Writable<Machine>>>

/** A machine from the JSON of a file. The error names the field that is wrong. */
export function readMachine(data: unknown): Result<Machine, string> {
  const parsed = machineSchema.safeParse(data)
  if (parsed.success) return ok(parsed.data)
  const [issue] = parsed.error.issues
  const where = issue && issue.path.length > 0 ? issue.path.join('.') : 'the document'
  return err(`${where}: ${issue?.message ?? 'not a machine'}`)
}
