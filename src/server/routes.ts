import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import type { HostApi } from '../contract/api.ts'
import { parameters } from '../contract/arguments.ts'
import { checkToken } from './access.ts'
import { readArguments } from './body.ts'
import { Refusal } from './refusal.ts'

/** The calls a browser may make. `saveReport` is not one: a browser saves by its own download. */
export type ServedApi = Omit<HostApi, 'saveReport'>

// A set, not an object: `constructor` and `__proto__` are in every object.
const served = new Set<string>([
  ...['detect', 'detectStep', 'refresh', 'measureStep', 'stopMeasuring'],
  ...['listMachines', 'saveMachine', 'removeMachine', 'readSettings', 'writeSettings'],
  ...['listMeasurements', 'addMeasurement', 'removeMeasurement'],
  ...['readModelFile', 'readHubModel', 'readingProgress', 'cancelReading', 'listLocalModels', 'readOwnRows']
] as const satisfies readonly (keyof ServedApi)[])
const isServed = (name: string): name is keyof ServedApi => served.has(name)

export const apiPrefix = '/api/'

/**
 * Answers `POST /api/<name>` whose body is a JSON array of arguments and whose header carries the token: the call's
 * result, `null` for none. Everything that can go wrong is thrown as a `Refusal`.
 */
export async function answerCall(
  host: ServedApi,
  request: IncomingMessage,
  name: string,
  token: string
): Promise<unknown> {
  if (name === 'saveReport') {
    throw new Refusal(404, 'In a browser the page saves reports itself, as a download.')
  }
  if (!isServed(name)) throw new Refusal(404, 'There is no such call.')
  if (request.method !== 'POST') throw new Refusal(405, 'Calls are made with POST.', 'POST')
  checkToken(request.headers, token)
  const checked = parameters[name].safeParse(await readArguments(request))
  if (!checked.success) {
    throw new Refusal(400, `The arguments of ${name} are wrong: ${firstIssue(checked.error)}.`)
  }
  const call = host[name] as (...given: unknown[]) => Promise<unknown>
  try {
    return (await call.apply(host, checked.data)) ?? null
  } catch (error) {
    throw new Refusal(500, sentence(error))
  }
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues
  if (!issue) return 'no reason was given'
  const where = issue.path.length > 0 ? `at ${issue.path.join('.')}, ` : ''
  return (where + issue.message).slice(0, 200)
}

/** The host writes its messages for people. What spans lines was not written by it and is not passed on. */
const sentence = (error: unknown): string =>
  error instanceof Error && error.message !== '' && !error.message.includes('\n')
    ? error.message.slice(0, 300)
    : 'The call failed for a reason that was not reported.'
