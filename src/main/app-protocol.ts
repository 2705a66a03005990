import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { contentSecurityPolicy } from '../contract/content-security.ts'
import { findPageFile } from '../host/page-file.ts'

const scheme = 'app'
export const pageAddress = `${scheme}://local/`

/** Before ready: `app:` becomes an origin of its own, with storage, modules and fetch, as https: has. */
export function announceScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }
  ])
}

/** Answers `app://local/...` from the built page, with the same policy header as the page server. */
export function servePage(pageFolder: string): void {
  protocol.handle(scheme, async (request) => {
    const { host, pathname } = new URL(request.url)
    const found =
      host === 'local' && request.method === 'GET' ? await findPageFile(pageFolder, pathname) : null
    if (!found) return answer('There is no such page.', 404, 'text/plain; charset=utf-8')
    return answer(new Uint8Array(await readFile(found.path)), 200, found.contentType)
  })
}

const answer = (body: string | Uint8Array<ArrayBuffer>, status: number, contentType: string): Response =>
  new Response(body, {
    status,
    headers: {
      'content-type': contentType,
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin'
    }
  })
