import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { findPageFile } from '../host/page-file.ts'
import { checkCaller } from './access.ts'
import { safetyHeaders } from './headers.ts'
import { ListenError, listenError } from './listen-error.ts'
import { Refusal } from './refusal.ts'
import { answerCall, apiPrefix, type ServedApi } from './routes.ts'
import { serveFolder, type StaticAnswer } from './static.ts'
import { makeToken } from './token.ts'

export interface ListenOptions {
  readonly host: ServedApi
  /** The built page: `out/renderer`. */
  readonly pageFolder: string
  /** Left out or 0: any free port. */
  readonly port?: number
}

export interface Listening {
  /** What to open: `http://127.0.0.1:8787/#token=<token>`. A browser does not send what follows the #. */
  readonly address: string
  readonly port: number
  readonly token: string
  close(): Promise<void>
}

/**
 * Serves the page and its calls to this machine alone (127.0.0.1). Rejects with a `ListenError`: the port is taken or
 * not allowed, or the page is not built.
 */
export async function listen({ host, pageFolder, port = 0 }: ListenOptions): Promise<Listening> {
  if (!(await findPageFile(pageFolder, '/'))) {
    throw new ListenError('no-page', `There is no built page in ${pageFolder}. Run "npm run build" first.`)
  }
  const token = makeToken()
  const serveFile = serveFolder(pageFolder)
  const server = createServer(
    { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000 },
    (request, response) => {
      answer(request)
        .catch((error: unknown) => refusal(error))
        .then((given) => send(request, response, given))
        .catch(() => request.destroy())
    }
  )
  server.maxConnections = 128
  server.on('clientError', brokenRequest)

  async function answer(request: IncomingMessage): Promise<Answer> {
    checkCaller(request, bound)
    const path = request.url?.split('?', 1)[0] ?? ''
    if (!path.startsWith(apiPrefix)) return { status: 200, ...(await serveFile(request, path)) }
    return json(200, await answerCall(host, request, path.slice(apiPrefix.length), token))
  }

  const bound = await bind(server, port).catch((cause: unknown) => {
    throw listenError(cause, port)
  })
  return {
    address: `http://127.0.0.1:${bound}/#token=${token}`,
    port: bound,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

type Answer = StaticAnswer & { readonly status: number }

const json = (status: number, value: unknown, more: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...more },
  body: Buffer.from(JSON.stringify(value))
})

/** Anything but a `Refusal` is a bug of ours; its text stays here. */
function refusal(error: unknown): Answer {
  if (!(error instanceof Refusal)) return json(500, { error: 'The request failed inside Plimsoll.' })
  return json(error.status, { error: error.message }, error.allow === null ? {} : { allow: error.allow })
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  // A body that was not read to its end cannot be followed by another request on the same connection.
  const leftover = request.complete ? {} : { connection: 'close' }
  response.writeHead(status, { ...safetyHeaders, ...headers, ...leftover, 'content-length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Node could not parse the request, or it came too slowly: there is no response object, only the socket. */
function brokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  const [status, sentence] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'The headers are too large.']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'The request took too long to arrive.']
        : ['400 Bad Request', 'This is not a request a browser sends.']
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const body = JSON.stringify({ error: sentence })
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json\r\nx-content-type-options: nosniff\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  )
}

const bind = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      resolve((server.address() as AddressInfo).port)
    })
  })
