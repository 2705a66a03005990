import { Agent, fetch } from 'undici'
import { err, ok, type Result } from '../../core/result.ts'
import { codesOf } from '../error-codes.ts'

export interface JsonAsk {
  readonly url: string
  /** POST with this; GET without. */
  readonly body?: unknown
  readonly token?: string
  /** The whole exchange, in milliseconds. */
  readonly mostMs: number
  readonly signal: AbortSignal
}

export interface JsonAnswer {
  readonly status: number
  readonly body: unknown
}

/** Why there is no answer; `down` where nobody listens at the address. */
export interface Fault {
  readonly kind: 'down' | 'cancelled' | 'late' | 'cut' | 'not-json' | 'too-large' | 'other'
  readonly sentence: string
}

/** Larger than a list of hundreds of models. */
const mostBytes = 4_000_000

/** No deadlines of its own: a model on a slow processor may be silent for minutes; `mostMs` ends it. */
const patient = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 5000 } })

/**
 * One exchange of JSON with a server on this machine. Not through a proxy, and not where it redirects to. Never
 * rejects; a status that is a refusal is an answer.
 */
export async function askJson({
  url,
  body,
  token,
  mostMs,
  signal
}: JsonAsk): Promise<Result<JsonAnswer, Fault>> {
  const late = AbortSignal.timeout(mostMs)
  const host = new URL(url).host
  const fault = (kind: Fault['kind'], sentence: string): Result<never, Fault> => err({ kind, sentence })
  try {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` })
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      dispatcher: patient,
      signal: AbortSignal.any([signal, late])
    })
    const pieces: Uint8Array[] = []
    let length = 0
    for await (const piece of response.body ?? []) {
      length += (piece as Uint8Array).length
      if (length > mostBytes) return fault('too-large', `${host} sent more than any such answer: not read.`)
      pieces.push(piece as Uint8Array)
    }
    try {
      const json = JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown
      return ok({ status: response.status, body: json })
    } catch {
      return fault(
        'not-json',
        `${host} answers ${response.status} with something that is not JSON: another program may be listening there.`
      )
    }
  } catch (error) {
    if (signal.aborted) return fault('cancelled', 'Cancelled.')
    if (late.aborted) return fault('late', `${host} did not answer within ${waited(mostMs)}.`)
    return isDown(error)
      ? fault('down', `Nothing answers at ${host}.`)
      : fault('cut', `The connection to ${host} was cut before its answer was whole.`)
  }
}

const waited = (ms: number): string =>
  ms >= 120_000 ? `${Math.round(ms / 60_000)} minutes` : `${Math.ceil(ms / 1000)} seconds`

const down = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT'
]
const isDown = (error: unknown): boolean => codesOf(error).some((code) => down.includes(code))

/** What a server says is wrong: `{"error": "…"}` and `{"error": {"message": "…"}}`; null where it says nothing. */
export function saidWrong(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null
  const { error } = body
  const said =
    typeof error === 'string'
      ? error
      : typeof error === 'object' && error !== null && 'message' in error
        ? error.message
        : null
  return typeof said === 'string' && said.trim() !== ''
    ? (said.trim().split('\n')[0] ?? '').slice(0, 200)
    : null
}
