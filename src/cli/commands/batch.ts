import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { answerLine } from '../batch/answer-line.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Output } from '../output.ts'

/** `plimsoll batch`: one request per line in, one answer per line out, in order. An error answers its own line only. */
export async function batchCommand(input: Readable, output: Output): Promise<ExitCode> {
  let line = 0
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1
    if (text.trim() === '') continue
    output.out(JSON.stringify(await answerLine(text, line)))
  }
  return exitCode.done
}
