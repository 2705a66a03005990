import type { HostApi, SaveOutcome } from '../../contract/api.ts'
import { download } from './download.ts'

/** What went wrong on the way to the program behind the page, as a sentence to show. */
export class HostError extends Error {
  override readonly name = 'HostError'
}

const gone =
  'The program behind this page does not answer: it may have been stopped. Start Plimsoll again, then retry.'
const locked =
  'This page has no key to the program behind it. Open the complete address that Plimsoll printed when it started.'

const sentenceOf = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'string'
    ? body.error
    : null

async function call(token: string | null, method: string, parameters: readonly unknown[]): Promise<unknown> {
  if (token === null) throw new HostError(locked)
  let response: Response
  try {
    response = await fetch(`/api/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-plimsoll-token': token },
      body: JSON.stringify(parameters)
    })
  } catch {
    throw new HostError(gone)
  }
  const text = await response.text()
  let body: unknown = null
  try {
    body = text === '' ? null : JSON.parse(text)
  } catch {
    throw new HostError(`The program behind this page sent something that is not JSON (${method}).`)
  }
  if (!response.ok)
    throw new HostError(sentenceOf(body) ?? `The program answered ${response.status} to ${method}.`)
  return body
}

/**
 * The host behind a page server: `POST /api/<method>` with the arguments as a JSON array. Answers come from the
 * program that served this page and are taken at their declared type; reports never travel, the browser saves them.
 */
export function overHttp(token: string | null): HostApi {
  return {
    detect: async () => (await call(token, 'detect', [])) as Awaited<ReturnType<HostApi['detect']>>,
    detectStep: async (after) =>
      (await call(token, 'detectStep', [after])) as Awaited<ReturnType<HostApi['detectStep']>>,
    refresh: async () => (await call(token, 'refresh', [])) as Awaited<ReturnType<HostApi['refresh']>>,
    measureStep: async (after) =>
      (await call(token, 'measureStep', [after])) as Awaited<ReturnType<HostApi['measureStep']>>,
    stopMeasuring: async () => {
      await call(token, 'stopMeasuring', [])
    },
    listMachines: async () =>
      (await call(token, 'listMachines', [])) as Awaited<ReturnType<HostApi['listMachines']>>,
    saveMachine: async (machine) => {
      await call(token, 'saveMachine', [machine])
    },
    removeMachine: async (name) => {
      await call(token, 'removeMachine', [name])
    },
    listMeasurements: async () =>
      (await call(token, 'listMeasurements', [])) as Awaited<ReturnType<HostApi['listMeasurements']>>,
    addMeasurement: async (measured) =>
      (await call(token, 'addMeasurement', [measured])) as Awaited<ReturnType<HostApi['addMeasurement']>>,
    removeMeasurement: async (id) =>
      (await call(token, 'removeMeasurement', [id])) as Awaited<ReturnType<HostApi['removeMeasurement']>>,
    readSettings: async () =>
      (await call(token, 'readSettings', [])) as Awaited<ReturnType<HostApi['readSettings']>>,
    writeSettings: async (settings) => {
      await call(token, 'writeSettings', [settings])
    },
    saveReport: (report): Promise<SaveOutcome> => {
      // A page cannot make a PDF without asking: the browser's own dialog does, of the paper that is on screen.
      if ('page' in report) {
        window.print()
        return Promise.resolve({ saved: false, reason: 'print-dialog' })
      }
      download(report)
      return Promise.resolve({ saved: true, where: `${report.name} in the downloads of this browser` })
    },
    readModelFile: async (path) =>
      (await call(token, 'readModelFile', [path])) as Awaited<ReturnType<HostApi['readModelFile']>>,
    readHubModel: async (...given) =>
      (await call(token, 'readHubModel', given)) as Awaited<ReturnType<HostApi['readHubModel']>>,
    readingProgress: async (task) =>
      (await call(token, 'readingProgress', [task])) as Awaited<ReturnType<HostApi['readingProgress']>>,
    cancelReading: async (task) => {
      await call(token, 'cancelReading', [task])
    },
    listLocalModels: async () =>
      (await call(token, 'listLocalModels', [])) as Awaited<ReturnType<HostApi['listLocalModels']>>,
    readOwnRows: async () =>
      (await call(token, 'readOwnRows', [])) as Awaited<ReturnType<HostApi['readOwnRows']>>
  }
}
