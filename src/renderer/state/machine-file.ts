import type { ReportFile } from '../../contract/api.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { err, ok, type Result } from '../../core/result.ts'

/** Many times a machine of 64 accelerators. */
const largestFile = 2_000_000

/** A machine as a file: what `plimsoll machine export` writes. */
export const fileOf = (machine: Machine): ReportFile => ({
  name: `${
    machine.name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 80) || 'machine'
  }.json`,
  text: `${JSON.stringify(machine, null, 2)}\n`
})

/** Whether something is a report rather than a machine: it has one inside. */
const machineIn = (data: unknown): unknown =>
  typeof data === 'object' && data !== null && 'machine' in data && !('ram' in data) ? data.machine : data

/** The machine of a file, or of a JSON report. The error is a sentence that says what is wrong and where. */
export async function machineOfFile(file: File): Promise<Result<Machine, string>> {
  if (file.size > largestFile)
    return err(`“${file.name}” is too large to describe a machine: ${Math.round(file.size / 1e6)} MB.`)
  let data: unknown
  try {
    data = JSON.parse((await file.text()).replace(/^\uFEFF/, ''))
  } catch (error) {
    const reason = error instanceof SyntaxError ? ` (${error.message})` : ''
    return err(
      `“${file.name}” is not JSON${reason}. \`plimsoll detect --json\` and Export write such a file.`
    )
  }
  // The schema brings zod along, which the page needs for nothing else.
  const { readMachine } = await import('../../core/machine/read-machine.ts')
  const machine = readMachine(machineIn(data))
  if (machine.ok) return ok(machine.value)
  return err(
    `“${file.name}” does not describe a machine: ${machine.error}. \`plimsoll detect --json\` and Export write such a file.`
  )
}
