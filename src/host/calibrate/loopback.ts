import { isIP } from 'node:net'
import { err, ok, type Result } from '../../core/result.ts'

/** 127.0.0.0/8, ::1 and `localhost`, as `URL` writes them. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))

/**
 * The origin of a server to measure, `http://127.0.0.1:1234`. What another machine answers says nothing about this
 * one: other addresses are refused unless they are asked for.
 */
export function serverAddress(text: string, anyAddress: boolean): Result<string, string> {
  const written = /^[a-z][a-z0-9+.-]*:\/\//iu.test(text.trim()) ? text.trim() : `http://${text.trim()}`
  const url = URL.canParse(written) ? new URL(written) : null
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.username !== '' ||
    url.password !== ''
  )
    return err(`“${text}” is not an address such as http://127.0.0.1:1234.`)
  if (!anyAddress && !isLoopback(url.hostname)) {
    return err(
      `${url.hostname} is not an address of this machine, and its speed is not that of this machine. Where it leads here after all, add --any-address.`
    )
  }
  return ok(url.origin)
}
