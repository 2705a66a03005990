import { codesOf } from '../error-codes.ts'
import { HubError } from './hub-error.ts'

/** How a request ended before its answer was whole. */
export interface EndOfRequest {
  /** The deadline that passed; null when none did. */
  readonly late: keyof typeof lateness | null
  readonly cancelled: boolean
}

export const hostOf = (url: string): string => new URL(url).host

export const cut = (url: string, cause?: unknown): HubError =>
  new HubError('cut', `The connection to ${hostOf(url)} was cut before everything had arrived. Try again.`, {
    cause
  })

const lateness = {
  answer: 'does not answer',
  idle: 'stopped sending',
  request: 'sends too slowly'
} as const

export function asHubError(error: unknown, url: string, clock: EndOfRequest): HubError {
  if (error instanceof HubError) return error
  if (clock.late !== null) {
    return new HubError(
      'slow',
      `${hostOf(url)} ${lateness[clock.late]}. Try again, or check the connection or the proxy.`,
      { cause: error }
    )
  }
  if (clock.cancelled)
    return new HubError('cancelled', 'Reading the repository was cancelled.', { cause: error })
  const status = tunnelStatus(error)
  if (status !== null) return proxyRefuses(url, status, error)
  const codes = codesOf(error)
  const has = (...wanted: string[]): boolean => wanted.some((code) => codes.includes(code))
  if (
    has(
      'ENOTFOUND',
      'EAI_AGAIN',
      'ECONNREFUSED',
      'ENETUNREACH',
      'EHOSTUNREACH',
      'UND_ERR_CONNECT_TIMEOUT',
      'ENETDOWN'
    )
  ) {
    return new HubError(
      'unreachable',
      `${hostOf(url)} cannot be reached. Check the connection and HTTPS_PROXY; models of the catalogue need no network.`,
      { cause: error }
    )
  }
  if (has('ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'EPROTO')) {
    return new HubError(
      'unreachable',
      `${hostOf(url)} does not answer in TLS. Check the address in HF_ENDPOINT: it may want http:// in place of https://.`,
      { cause: error }
    )
  }
  if (codes.some((code) => /CERT|SSL|TLS/.test(code))) {
    return new HubError(
      'unreachable',
      `The certificate of ${hostOf(url)} is not trusted here. A proxy may be in between: point NODE_EXTRA_CA_CERTS at its certificate.`,
      { cause: error }
    )
  }
  if (
    has(
      'UND_ERR_SOCKET',
      'ECONNRESET',
      'EPIPE',
      'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
      'Z_BUF_ERROR',
      'Z_DATA_ERROR'
    )
  )
    return cut(url, error)
  return new HubError(
    'unreachable',
    `${hostOf(url)} could not be read. Check the connection and the proxy, then try again.`,
    { cause: error }
  )
}

export const proxyRefuses = (url: string, status: number, cause?: unknown): HubError =>
  new HubError(
    'unreachable',
    `The proxy of ${url.startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY'} does not let requests to ${hostOf(url)} through (status ${status}).${status === 407 ? ' It wants a name and a password: write http://user:password@proxy:port there.' : ' Check the variable, or name the host in NO_PROXY.'}`,
    { cause }
  )

/** undici has the status of a proxy that refuses a tunnel in its sentence alone. */
function tunnelStatus(error: unknown): number | null {
  let at: unknown = error
  for (let depth = 0; depth < 5 && at instanceof Error; depth++) {
    const [, status] = /^Proxy response \((\d{3})\)/.exec(at.message) ?? []
    if (status !== undefined) return Number(status)
    at = at.cause
  }
  return null
}
