import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

/** A hub in the wire format of the real one, on 127.0.0.1, with a second origin for its content network. */
export interface WireServer {
  readonly endpoint: string
  readonly contentNetwork: string
  /** What was asked, in order: method, path, range, and whether a token came along. */
  readonly log: { path: string; range: string | undefined; token: string | undefined; host: 'hub' | 'cdn' }[]
  /** A file of a repository; Content-Type, ranges, ETag and 416 are served as the hub does. */
  readonly put: (repo: string, file: string, body: string | Uint8Array) => void
  /** Answers instead of the usual for a path that begins so. */
  readonly instead: (
    path: string,
    answer: (request: IncomingMessage, response: ServerResponse) => void
  ) => void
  readonly info: (repo: string, more: object) => void
  /** Files go over a redirect to the content network. */
  redirects: boolean
  close(): Promise<void>
}

export const commit = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00'

export async function wireServer(): Promise<WireServer> {
  const repos = new Map<string, Map<string, Buffer>>()
  const infos = new Map<string, object>()
  const specials: { path: string; answer: (request: IncomingMessage, response: ServerResponse) => void }[] =
    []
  const log: WireServer['log'] = []
  const state = { redirects: false }

  const note = (request: IncomingMessage, host: 'hub' | 'cdn'): void => {
    const { range, authorization } = request.headers
    log.push({ path: request.url ?? '', range, token: authorization, host })
  }

  const cdn = createServer((request, response) => {
    note(request, 'cdn')
    const [, , repo = '', file = ''] = /^(\/blob)\/([^/]+\/[^/]+)\/(.+)$/.exec(request.url ?? '') ?? []
    sendFile(request, response, repos.get(repo)?.get(decodeURIComponent(file)))
  })
  const hub = createServer((request, response) => {
    note(request, 'hub')
    const path = request.url ?? ''
    const special = specials.find((entry) => path.startsWith(entry.path))
    if (special) {
      special.answer(request, response)
      return
    }
    const [, info] = /^\/api\/models\/([^/]+\/[^/?]+)\/revision\//.exec(path) ?? []
    const [, repo, file] = /^\/([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(path) ?? []
    if (path.startsWith('/api/models?')) {
      json(request, response, [{ id: 'near/by-name' }])
      return
    }
    if (info !== undefined) {
      const files = repos.get(info)
      if (!files) {
        refuse(response, 401, 'RepoNotFound')
        return
      }
      json(request, response, {
        _id: '1',
        id: info,
        sha: commit,
        siblings: [...files.keys()].map((rfilename) => ({ rfilename })),
        lastModified: '2026-01-01T00:00:00.000Z',
        createdAt: '2025-04-27T03:43:05.000Z',
        gated: false,
        ...infos.get(info)
      })
      return
    }
    const body = repos.get(repo ?? '')?.get(decodeURIComponent(file ?? ''))
    if (!body) {
      refuse(response, 404, 'EntryNotFound')
      return
    }
    if (!state.redirects) {
      sendFile(request, response, body)
      return
    }
    response
      .writeHead(302, { location: `http://localhost:${portOf(cdn)}/blob/${repo ?? ''}/${file ?? ''}` })
      .end('moved')
  })
  await Promise.all(
    [hub, cdn].map((server) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)))
  )

  return {
    endpoint: `http://127.0.0.1:${portOf(hub)}`,
    contentNetwork: `http://localhost:${portOf(cdn)}`,
    log,
    put: (repo, file, body) => {
      const files = repos.get(repo) ?? new Map<string, Buffer>()
      repos.set(repo, files.set(file, Buffer.from(body)))
    },
    instead: (path, answer) => void specials.unshift({ path, answer }),
    info: (repo, more) => void infos.set(repo, more),
    get redirects() {
      return state.redirects
    },
    set redirects(on) {
      state.redirects = on
    },
    close: async () => {
      for (const server of [hub, cdn]) {
        server.closeAllConnections()
        await new Promise((done) => server.close(done))
      }
    }
  }
}

const portOf = (server: ReturnType<typeof createServer>): number => (server.address() as AddressInfo).port

export const refuse = (response: ServerResponse, status: number, code?: string, more: object = {}): void =>
  void response
    .writeHead(status, { ...(code === undefined ? {} : { 'x-error-code': code }), ...more })
    .end(JSON.stringify({ error: 'refused' }))

function json(request: IncomingMessage, response: ServerResponse, data: unknown): void {
  const text = JSON.stringify(data)
  const etag = `W/"${text.length}"`
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end()
  const zipped = (request.headers['accept-encoding'] ?? '').includes('gzip')
  response.writeHead(200, {
    'content-type': 'application/json',
    etag,
    ...(zipped ? { 'content-encoding': 'gzip' } : {})
  })
  response.end(zipped ? gzipSync(text) : text)
}

function sendFile(request: IncomingMessage, response: ServerResponse, body: Buffer | undefined): void {
  if (!body) {
    refuse(response, 404, 'EntryNotFound')
    return
  }
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
  if (from === undefined || to === undefined) {
    return void response.writeHead(200, { 'content-length': body.length, etag: '"whole"' }).end(body)
  }
  if (Number(from) >= body.length) {
    return void response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end()
  }
  const end = Math.min(Number(to), body.length - 1)
  response.writeHead(206, {
    'content-range': `bytes ${from}-${end}/${body.length}`,
    'content-length': end - Number(from) + 1,
    etag: '"part"'
  })
  response.end(body.subarray(Number(from), end + 1))
}

/** A safetensors file of these tensors, without its data unless asked for. */
export function safetensors(tensors: Readonly<Record<string, { dtype: string; shape: number[] }>>): Buffer {
  let at = 0
  const entries = Object.entries(tensors).map(([name, { dtype, shape }]) => {
    const bytes = 2 * shape.reduce((a, b) => a * b, 1)
    const entry = { dtype, shape, data_offsets: [at, at + bytes] }
    at += bytes
    return [name, entry] as const
  })
  const header = Buffer.from(
    JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) })
  )
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return Buffer.concat([length, header])
}
