import type { IncomingMessage } from 'node:http'
import { Refusal } from './refusal.ts'

/** Settings with every override filled in are under 100 kB; nothing larger is sent to this server. */
export const maxBodyBytes = 1_000_000

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Reads a JSON array of arguments, giving up as soon as the limit is passed whatever Content-Length said. */
export async function readArguments(request: IncomingMessage): Promise<unknown[]> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new Refusal(415, 'Send the arguments as application/json.')
  if (request.headers['content-encoding'] !== undefined) {
    throw new Refusal(415, 'Send the arguments uncompressed.')
  }
  const given = parse(await readBytes(request))
  if (!Array.isArray(given)) throw new Refusal(400, 'The arguments must be a JSON array.')
  return given as unknown[]
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = Number(request.headers['content-length'] ?? 0)
  if (size <= maxBodyBytes) {
    size = 0
    try {
      // Left open on an early end: destroying the request would take the answer's socket with it.
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > maxBodyBytes) break
        chunks.push(chunk)
      }
    } catch {
      throw new Refusal(400, 'The request broke off before its end.')
    }
  }
  if (size > maxBodyBytes) throw new Refusal(413, `A request may carry ${maxBodyBytes / 1e6} MB at most.`)
  return Buffer.concat(chunks)
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body))
  } catch {
    throw new Refusal(400, 'The arguments are not valid JSON.')
  }
}
