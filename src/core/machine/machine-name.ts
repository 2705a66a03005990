import type { Result } from '../result.ts'
import { err, ok } from '../result.ts'

/** The longest name a machine may be saved under. */
export const longestMachineName = 80

/** A name as it is kept: without spaces around it. The error is a sentence. */
export function machineName(typed: string): Result<string, string> {
  const name = typed.trim().replace(/\s+/g, ' ')
  if (name === '') return err('Give the machine a name.')
  if (name.length > longestMachineName)
    return err(
      `A name of a machine has ${longestMachineName} characters at most; this one has ${name.length}.`
    )
  if (/^this machine$/i.test(name))
    return err('“this machine” is the one detected here: give it another name.')
  return ok(name)
}

/** Names that differ in case or spaces only are one name. */
export const sameName = (one: string, two: string): boolean =>
  one.trim().replace(/\s+/g, ' ').toLowerCase() === two.trim().replace(/\s+/g, ' ').toLowerCase()
