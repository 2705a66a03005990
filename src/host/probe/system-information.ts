import type { RunOutcome } from './probe.ts'
import { missingProgram, within } from './probe.ts'

/**
 * The functions of systeminformation that are asked. `graphics` is a last resort for names: its memory figures are
 * PCI apertures on Linux and 32-bit values on Windows (systeminformation issues 170, 406, 829, 1006).
 */
const asked = ['cpu', 'memLayout', 'osInfo', 'system', 'graphics'] as const

/** Runs one of its functions and answers as a program would: JSON on stdout. It has no deadlines of its own. */
export function askSystemInformation(name: string, timeoutMs: number): Promise<RunOutcome> {
  const late: RunOutcome = { code: null, stdout: '', stderr: '', timedOut: true, missing: false }
  return within(
    timeoutMs,
    async () => {
      const known = asked.find((one) => one === name)
      if (known === undefined) return missingProgram
      // Loaded when first asked: it looks around the machine while loading.
      const { default: information } = await import('systeminformation')
      const result: unknown = await information[known]()
      return { code: 0, stdout: JSON.stringify(result), stderr: '', timedOut: false, missing: false }
    },
    late
  )
}
