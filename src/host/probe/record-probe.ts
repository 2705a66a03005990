import type { Bundle, RecordedCommand } from './bundle.ts'
import type { Probe } from './probe.ts'
import type { Identity } from './redact.ts'
import { redactor } from './redact.ts'

export interface Recorder {
  /** Asks `probe` and remembers every answer. */
  readonly probe: Probe
  /** What was asked so far, without anything that names the machine or its owner. */
  readonly bundle: () => Bundle
}

/** Wraps a probe to write down what detection reads, for `detect --record`. */
export function recordProbe(probe: Probe, identity: Identity): Recorder {
  const redact = redactor(identity)
  const commands: RecordedCommand[] = []
  const files: Record<string, string | null> = {}
  const folders: Record<string, string[]> = {}
  return {
    probe: {
      ...probe,
      run: async (command, args, options) => {
        const outcome = await probe.run(command, args, options)
        const recordedArgs = options.recordAs === undefined ? [...args] : [options.recordAs]
        commands.push({
          command,
          args: recordedArgs.map(redact),
          ...outcome,
          stdout: redact(outcome.stdout),
          stderr: redact(outcome.stderr)
        })
        return outcome
      },
      readText: async (path) => {
        const text = await probe.readText(path)
        files[redact(path)] = text === null ? null : redact(text)
        return text
      },
      readdir: async (path) => {
        const names = await probe.readdir(path)
        folders[redact(path)] = names.map(redact)
        return names
      }
    },
    bundle: () => ({
      version: 1,
      platform: probe.platform,
      arch: probe.arch,
      release: probe.release,
      totalmem: probe.totalmem(),
      freemem: probe.freemem(),
      cpus: [...probe.cpus()],
      commands: [...commands],
      files: { ...files },
      folders: { ...folders }
    })
  }
}
