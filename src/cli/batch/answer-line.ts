import type { Machine } from '../../core/machine/machine.ts'
import { answerOf } from '../../core/fit/answer.ts'
import type { Ask, Target } from '../../core/fit/ask.ts'
import { assess } from '../../core/fit/assess.ts'
import { chooseModel, quantOf, UnknownModelError } from '../choose-model.ts'
import { requestedMachine, UnknownDeviceError } from '../choose-machine.ts'
import { FileError } from '../file-error.ts'
import { thisMachine } from '../this-machine.ts'
import { UsageError } from '../usage-error.ts'
import { type BatchRequest, batchRequest } from './request.ts'

interface ErrorAnswer {
  readonly id: unknown
  readonly error: { readonly kind: string; readonly message: string; readonly line?: number }
}

/** Answers one line of a batch. Never throws for bad input: the batch goes on. */
export async function answerLine(text: string, line: number): Promise<Record<string, unknown> | ErrorAnswer> {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return badRequest(null, line, 'this is not JSON')
  }
  const id = typeof data === 'object' && data !== null && 'id' in data ? data.id : null
  const request = batchRequest.safeParse(data)
  if (!request.success) {
    const issue = request.error.issues[0]
    const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''
    return badRequest(id, line, `${where}${issue?.message ?? 'not a request'}`)
  }
  try {
    const target = await targetOf(request.data)
    const model = await chooseModel(request.data.model, { offline: true })
    const ask = askOf(request.data)
    const result = assess(model, target, { ...ask, quant: quantOf(model, ask.quant) })
    if (!result.ok) return { id, error: { kind: result.error.kind, message: result.error.message } }
    return { id, ...answerOf(result.value) }
  } catch (error) {
    if (error instanceof UnknownModelError)
      return { id, error: { kind: 'unknown-model', message: error.message } }
    if (error instanceof UnknownDeviceError)
      return { id, error: { kind: 'unknown-device', message: error.message } }
    // A file that cannot be read, or a quantisation asked of one.
    if (error instanceof UsageError) return { id, error: { kind: fileFault(error), message: error.message } }
    throw error
  }
}

const fileFault = (error: UsageError): string => (error instanceof FileError ? 'bad-file' : 'bad-setting')

const badRequest = (id: unknown, line: number, message: string): ErrorAnswer => ({
  id,
  error: { kind: 'bad-request', line, message: `Line ${line}: ${message}` }
})

// One detection serves the whole batch: the answers are about one moment.
let detected: Promise<Machine> | null = null

async function targetOf({ machine }: BatchRequest): Promise<Target> {
  if ('gpus' in machine) return { gpus: machine.gpus }
  if ('devices' in machine) return requestedMachine(machine)
  detected ??= thisMachine((sentence) => void process.stderr.write(`${sentence}\n`))
  return detected
}

function askOf({ quant, engine = {}, workload = {} }: BatchRequest): Ask {
  const { depthTokens = 0, promptTokens = 512 } = workload
  return { quant: quant ?? 'auto', engine, workload: { depthTokens, promptTokens } }
}
