import { homedir, hostname, userInfo } from 'node:os'
import { deviceCatalogue } from '../catalog/device-catalogue.ts'
import type { Machine } from '../core/machine/machine.ts'
import type { Result } from '../core/result.ts'
import { ok } from '../core/result.ts'
import { detect } from './detect.ts'
import { realProbe } from './probe/real-probe.ts'
import type { Identity } from './probe/redact.ts'

/**
 * This machine. Never rejects. From this thread: a command in a terminal waits for the answer anyway, and a thread of its
 * own would load all of this a second time.
 */
export const detectHere = (): Promise<Machine> => detect(realProbe(), deviceCatalogue)

/** The machine of a recorded bundle. The error is a sentence about what is wrong with the file. */
export async function detectRecording(text: string): Promise<Result<Machine, string>> {
  const [{ parseBundle }, { replayProbe }] = await Promise.all([
    import('./probe/bundle.ts'),
    import('./probe/replay-probe.ts')
  ])
  const bundle = parseBundle(text)
  return bundle.ok ? ok(await detect(replayProbe(bundle.value), deviceCatalogue)) : bundle
}

/** This machine, and the bundle of everything that was read of it, as JSON without names and serial numbers. */
export async function recordHere(): Promise<{ readonly machine: Machine; readonly recording: string }> {
  const { detectApart } = await import('./detect-apart.ts')
  const { machine, recording } = await detectApart({ record: identity() })
  return { machine, recording: recording ?? '' }
}

function identity(): Identity {
  let user = ''
  try {
    user = userInfo().username
  } catch {
    // A container may run as a number that has no name.
  }
  return { host: hostname(), user, home: homedir() }
}
