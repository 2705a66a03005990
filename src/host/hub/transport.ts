import { EnvHttpProxyAgent, fetch, type Dispatcher, type Response } from 'undici'
import { HubError } from './hub-error.ts'
import type { HubSettings } from './hub-settings.ts'
import { type Asked, refusalOf } from './refusal.ts'
import { asHubError, cut, hostOf, proxyRefuses } from './transport-fault.ts'

export interface Ask {
  readonly url: string
  readonly asked: Asked
  /** Bytes `[from, to]` of the file, both included. */
  readonly range?: { readonly from: number; readonly to: number }
  readonly etag?: string
  /** More than this is refused. */
  readonly mostBytes: number
  readonly signal?: AbortSignal
}

export interface Answer {
  readonly status: 200 | 206 | 304
  readonly headers: Headers
  readonly body: Uint8Array
  /** Bytes of the whole file, by `Content-Range`; null where it is not stated. */
  readonly total: number | null
}

const mostRedirects = 5
let proxies: Dispatcher | null = null

/** One GET. Every way it can fail is a `HubError`; nothing waits longer than the deadlines. */
export type Transport = (ask: Ask) => Promise<Answer>

/**
 * HTTP to the hub: proxies by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, redirects followed here so that the token goes to
 * the endpoint's own origin alone, a deadline for the answer, for every silence, and for the request as a whole.
 */
export function createTransport(settings: HubSettings): Transport {
  return async (ask) => {
    if (settings.offline) {
      throw new HubError(
        'offline',
        `${ask.asked.repo} is not in the cache, and nothing is asked over the network with --offline. Leave it out, or name a model of the catalogue.`
      )
    }
    proxies ??= new EnvHttpProxyAgent({ connect: { timeout: 10_000 } })
    const clock = new Clock(settings, ask.signal)
    try {
      const response = await follow(settings, ask, clock)
      return await answerOf(response, ask, clock)
    } catch (error) {
      throw asHubError(error, ask.url, clock)
    } finally {
      clock.stop()
    }
  }
}

/** Aborts the request when a deadline passes or the caller cancels, and knows which it was. */
class Clock {
  readonly #controller = new AbortController()
  readonly #settings: HubSettings
  readonly #whole: NodeJS.Timeout
  readonly #caller: AbortSignal | undefined
  #piece: NodeJS.Timeout
  late: 'answer' | 'idle' | 'request' | null = null

  constructor(settings: HubSettings, caller: AbortSignal | undefined) {
    this.#settings = settings
    this.#caller = caller
    const { answer, request } = settings.deadlines
    this.#piece = setTimeout(() => this.#end('answer'), answer)
    this.#whole = setTimeout(() => this.#end('request'), request)
    caller?.addEventListener('abort', this.#cancel, { once: true })
    if (caller?.aborted) this.#cancel()
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  get cancelled(): boolean {
    return this.#caller?.aborted === true
  }

  /** A piece arrived: the next has `idle` from now. */
  tick(): void {
    clearTimeout(this.#piece)
    this.#piece = setTimeout(() => this.#end('idle'), this.#settings.deadlines.idle)
  }

  stop(): void {
    clearTimeout(this.#piece)
    clearTimeout(this.#whole)
    this.#caller?.removeEventListener('abort', this.#cancel)
    // Also ends a body that was not read to its end.
    this.#controller.abort()
  }

  #cancel = (): void => this.#controller.abort()

  #end(late: 'answer' | 'idle' | 'request'): void {
    this.late ??= late
    this.#controller.abort()
  }
}

async function follow(settings: HubSettings, ask: Ask, clock: Clock): Promise<Response> {
  const home = new URL(settings.endpoint).origin
  let url = new URL(ask.url)
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const headers: Record<string, string> = {
      'user-agent': 'plimsoll',
      // A range counts bytes of the file as it is, not of a compressed copy.
      'accept-encoding': ask.range ? 'identity' : 'gzip, br',
      ...(ask.range ? { range: `bytes=${ask.range.from}-${ask.range.to}` } : {}),
      ...(ask.etag === undefined || hop > 0 ? {} : { 'if-none-match': ask.etag }),
      ...(settings.token !== null && url.origin === home ? { authorization: `Bearer ${settings.token}` } : {})
    }
    const response = await fetch(url, {
      headers,
      redirect: 'manual',
      signal: clock.signal,
      ...(proxies ? { dispatcher: proxies } : {})
    })
    clock.tick()
    const to = response.headers.get('location')
    if (![301, 302, 303, 307, 308].includes(response.status) || to === null) return response
    await response.body?.cancel()
    url = redirected(to, url)
  }
  throw new HubError('server', `${new URL(settings.endpoint).host} redirects in a circle. Check HF_ENDPOINT.`)
}

function redirected(to: string, from: URL): URL {
  const next = URL.canParse(to, from.href) ? new URL(to, from.href) : null
  const secure = from.protocol === 'https:' ? /^https:$/ : /^https?:$/
  if (next && secure.test(next.protocol)) return next
  throw new HubError('server', `${from.host} redirects to an address that is not safe to follow.`)
}

async function answerOf(response: Response, ask: Ask, clock: Clock): Promise<Answer> {
  const { status } = response
  const headers = response.headers as unknown as Headers
  if (status === 304) return { status, headers, body: new Uint8Array(), total: null }
  if (status === 416) return { status: 206, headers, body: new Uint8Array(), total: totalOf(headers) }
  if (status === 407) throw proxyRefuses(ask.url, status)
  if (status !== 200 && status !== 206) throw refusalOf(status, headers, ask.asked)
  const ranged = status === 206 ? rangeOf(headers, ask) : null
  // A server without ranges answers 200 with the whole file: as much of it as was asked for is read.
  const most = ask.range ? ask.range.to - ask.range.from + 1 : ask.mostBytes
  const skip = ask.range && status === 200 ? ask.range.from : 0
  if (skip > ask.mostBytes) {
    throw new HubError(
      'wrong-content',
      `${hostOf(ask.url)} does not serve parts of files, and whole ones are never read.`
    )
  }
  const body = await readBody(response, ask, clock, skip + most)
  if (ranged && body.length !== ranged.length) {
    throw cut(ask.url)
  }
  return { status, headers, body: body.subarray(skip), total: ranged?.total ?? lengthOf(headers) }
}

async function readBody(response: Response, ask: Ask, clock: Clock, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of response.body ?? []) {
    clock.tick()
    pieces.push(piece as Uint8Array)
    length += (piece as Uint8Array).length
    if (length <= most) continue
    if (!ask.range) {
      throw new HubError(
        'too-large',
        `${ask.asked.file ?? 'The answer'} of ${ask.asked.repo} is larger than any such file: it is not read.`
      )
    }
    break
  }
  return new Uint8Array(Buffer.concat(pieces)).subarray(0, most)
}

/** What `Content-Range: bytes 0-99/1234` says, held against what was asked for. */
function rangeOf(headers: Headers, ask: Ask): { readonly length: number; readonly total: number | null } {
  const [, from, to, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? []
  const wanted = ask.range
  const bad =
    !wanted ||
    from === undefined ||
    to === undefined ||
    Number(from) !== wanted.from ||
    Number(to) > wanted.to
  if (bad) {
    throw new HubError(
      'wrong-content',
      `${hostOf(ask.url)} sent another part of ${ask.asked.file ?? 'the file'} than was asked for. Try again; a proxy on the way may be at fault.`
    )
  }
  return {
    length: Number(to) - Number(from) + 1,
    total: total === undefined || total === '*' ? null : Number(total)
  }
}

const totalOf = (headers: Headers): number | null => {
  const [, total] = /\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? []
  return total === undefined ? null : Number(total)
}

const lengthOf = (headers: Headers): number | null => {
  const length = headers.get('content-encoding') === null ? headers.get('content-length') : null
  return length === null ? null : Number(length)
}
