import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Refusal } from './refusal.ts'
import { sameToken, tokenHeader } from './token.ts'

type Caller = Pick<IncomingMessage, 'headers' | 'headersDistinct' | 'method'>

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Who is asking, for every request; throws a `Refusal` (403).
 *
 * - `Host` must name this server, once, by a loopback name and its own port: a page whose domain was re-pointed to
 *   127.0.0.1 (DNS rebinding) still sends its own name.
 * - `Origin`, where sent, must be the very origin the request was addressed to. `null` (a sandboxed frame, a file) is not.
 * - `Sec-Fetch-Site`, where sent, must not be another site's, nor another port's of this machine (`same-site`). A link
 *   followed in the address bar is let through for the page itself: W3C Fetch Metadata, "resource isolation policy".
 */
export function checkCaller(caller: Caller, port: number): void {
  const host = caller.headers.host?.toLowerCase() ?? ''
  const namesThis = loopbackNames.some(
    // RFC 9110 §4.2.3: port 80 is left out of a Host header.
    (name) => host === `${name}:${port}` || (port === 80 && host === name)
  )
  if (!namesThis || caller.headersDistinct['host']?.length !== 1) {
    throw new Refusal(403, `This server answers to 127.0.0.1:${port} only.`)
  }
  const { origin } = caller.headers
  if (origin !== undefined && origin.toLowerCase() !== `http://${host}`) {
    throw new Refusal(403, 'Requests from other pages are not answered.')
  }
  const site = caller.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !opensThePage(caller)) {
    throw new Refusal(403, 'Requests from other sites are not answered.')
  }
}

/** A whole-window navigation reads nothing back to the site it came from (COOP cuts the opener). A frame is not one. */
const opensThePage = ({ method, headers }: Caller): boolean =>
  method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'

/** Whether the caller holds the token that was printed with the address; throws a `Refusal` (401) where not. */
export function checkToken(headers: IncomingHttpHeaders, token: string): void {
  const given = headers[tokenHeader]
  if (typeof given !== 'string' || given === '') {
    throw new Refusal(401, 'Open the address that was printed at the start, with everything after the #.')
  }
  if (!sameToken(given, token)) {
    throw new Refusal(401, 'This page belongs to an earlier run. Open the address that was printed last.')
  }
}
