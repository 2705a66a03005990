import { readFile, writeFile } from 'node:fs/promises'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { json, type Output } from '../output.ts'
import type { DetectOptions } from '../program.ts'
import { machineText } from '../text/machine-text.ts'
import { thisMachine } from '../this-machine.ts'
import { UsageError } from '../usage-error.ts'

/** `plimsoll detect`: this machine, or a recorded one, with where each value came from. */
export async function detectCommand(options: DetectOptions, output: Output): Promise<ExitCode> {
  if (options.record !== undefined && options.replay !== undefined) {
    throw new UsageError('--record and --replay exclude each other: a recording is already recorded.')
  }
  const { detectRecording, recordHere } = await import('../../host/detect-here.ts')
  if (options.replay !== undefined) {
    const file = options.replay
    const text = await readFile(file, 'utf8').catch(() => {
      throw new UsageError(`--replay: the file “${file}” cannot be read.`)
    })
    const replayed = await detectRecording(text)
    if (!replayed.ok)
      throw new UsageError(`--replay: “${file}” is not a recording of \`detect --record\`: ${replayed.error}`)
    output.out(options.json ? json(replayed.value) : machineText(replayed.value))
    return exitCode.done
  }
  if (options.record !== undefined) {
    const file = options.record
    const { machine, recording } = await recordHere()
    await writeFile(file, recording).catch((error: unknown) => {
      throw new UsageError(
        `--record: “${file}” cannot be written: ${error instanceof Error ? error.message : ''}`
      )
    })
    output.note(
      `Everything that was read is in ${file}, with serial numbers, UUIDs, user and host names removed.`
    )
    output.out(options.json ? json(machine) : machineText(machine))
    return exitCode.done
  }
  const machine = await thisMachine(output.note)
  output.out(options.json ? json(machine) : machineText(machine))
  return exitCode.done
}
