import { readFile } from 'node:fs/promises'
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { findPageFile } from '../host/page-file.ts'
import { Refusal } from './refusal.ts'

export interface StaticAnswer {
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

type Encoding = 'br' | 'gzip'

const compress: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  // Level 5 of 11: within a few percent of the best, in a tenth of its time.
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body) => promisify(gzip)(body)
}

/** Serves the files of one folder, text compressed (the page may be reached through a slow tunnel). */
export function serveFolder(
  folder: string
): (request: IncomingMessage, path: string) => Promise<StaticAnswer> {
  const compressed = new Map<string, Buffer>()

  return async (request, path) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new Refusal(405, 'Pages are fetched with GET.', 'GET, HEAD')
    }
    const file = await findPageFile(folder, path)
    const plain = file && (await readFile(file.path).catch(() => null))
    if (!plain) throw new Refusal(404, 'There is no such page.')

    const headers: OutgoingHttpHeaders = {
      'content-type': file.contentType,
      'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding'
    }
    const encoding = worthCompressing(file.contentType, plain) ? wanted(request) : null
    if (!encoding) return { headers, body: plain }
    headers['content-encoding'] = encoding
    if (!file.immutable) return { headers, body: await compress[encoding](plain) }
    const key = `${encoding} ${file.path}`
    const body = compressed.get(key) ?? (await compress[encoding](plain))
    compressed.set(key, body)
    return { headers, body }
  }
}

const worthCompressing = (contentType: string, body: Buffer): boolean =>
  body.length > 1024 && /^text\/|json|svg/u.test(contentType)

/** RFC 9110 §12.5.3: a list of codings, each with an optional weight; weight 0 means "not this one". */
function wanted(request: IncomingMessage): Encoding | null {
  const header = request.headers['accept-encoding']
  const accepted = (typeof header === 'string' ? header : '')
    .toLowerCase()
    .split(',')
    .filter((item) => !/;\s*q=0(\.0*)?\s*$/u.test(item))
    .map((item) => item.split(';')[0]?.trim())
  return accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : null
}
