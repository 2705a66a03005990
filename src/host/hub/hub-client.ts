import { modelInfo } from '@huggingface/hub'
import { parseConfig } from '../../core/model/config/config-json.ts'
import { createCache, type HubCache, type Kept } from './cache.ts'
import { HubError } from './hub-error.ts'
import type { HubSettings } from './hub-settings.ts'
import { createTransport, type Transport } from './transport.ts'

/** What the hub knows of a repository. */
export interface HubInfo {
  readonly repo: string
  /** The commit that is read, 40 hexadecimal digits. */
  readonly commit: string
  readonly files: readonly string[]
  /** Weights of all safetensors files as the hub counts them: packed integers count as one. */
  readonly total: number | null
  readonly license: string | null
  /** `YYYY-MM-DD...` */
  readonly created: string | null
  readonly gated: boolean
  readonly baseModel: string | null
  /** True when the hub could not be asked and an earlier answer is used. */
  readonly fromCache: boolean
}

export interface HubClient {
  info(repo: string, revision: string): Promise<HubInfo>
  /** A whole small file as text. */
  text(info: HubInfo, file: string): Promise<string>
  /** Bytes `[offset, offset + length)` of a file; fewer at its end. */
  range(info: HubInfo, file: string, offset: number, length: number): Promise<Kept>
  /** Ids of repositories with such a name, for a sentence; empty when the hub does not say. */
  near(name: string): Promise<readonly string[]>
}

export interface HubClientOptions {
  readonly settings: HubSettings
  readonly signal?: AbortSignal
  readonly transport?: Transport
  readonly cache?: HubCache
}

const mib = 2 ** 20
/** config.json reaches 1 MB, an index with a name for every expert 40 MB. */
const mostText = 64 * mib
const mostRange = 64 * mib

/** Reads small parts of repositories, from the cache where they are in it. Everything that fails is a HubError. */
export function createHubClient({ settings, signal, ...parts }: HubClientOptions): HubClient {
  const transport = parts.transport ?? createTransport(settings)
  const cache = parts.cache ?? createCache(settings.cacheFolder)
  const { endpoint, token } = settings
  const asked = (
    repo: string,
    file?: string
  ): { repo: string; endpoint: string; hasToken: boolean; file?: string } => ({
    repo,
    endpoint,
    hasToken: token !== null,
    ...(file === undefined ? {} : { file })
  })
  const given = signal ? { signal } : {}

  /** A thing of a commit: it never changes, so what is kept is used unasked. */
  async function unchanging(
    info: HubInfo,
    file: string,
    range?: { from: number; to: number }
  ): Promise<Kept> {
    const part = range ? ` ${range.from}-${range.to}` : ''
    const key = `${endpoint} ${info.repo} ${info.commit} ${file}${part}`
    const kept = await cache.read(key)
    if (kept) return kept
    const path = file.split('/').map(encodeURIComponent).join('/')
    const { body, total, headers } = await transport({
      url: `${endpoint}/${info.repo}/resolve/${info.commit}/${path}`,
      asked: asked(info.repo, file),
      mostBytes: range ? mostRange : mostText,
      ...(range ? { range } : {}),
      ...given
    })
    refuseOthers(info, file, headers, range === undefined ? body : null)
    const fresh: Kept = { body, total, etag: headers.get('etag') }
    await cache.write(key, fresh)
    return fresh
  }

  return {
    info: async (repo, revision) => {
      let fromCache = false
      // The library builds the address and knows the fields; deadlines, limits and sentences are the transport's.
      const viaTransport = async (input: string | URL | Request): Promise<Response> => {
        const url = input instanceof Request ? input.url : String(input)
        const key = `${url} info`
        const kept = await cache.read(key)
        if (kept && settings.offline) {
          fromCache = true
          return jsonResponse(kept.body)
        }
        try {
          const answer = await transport({
            url,
            asked: asked(repo),
            mostBytes: mostText,
            ...(kept?.etag ? { etag: kept.etag } : {}),
            ...given
          })
          if (answer.status === 304 && kept) return jsonResponse(kept.body)
          readJson(answer.body, endpoint, 'about the repository')
          await cache.write(key, { body: answer.body, etag: answer.headers.get('etag'), total: null })
          return jsonResponse(answer.body)
        } catch (error) {
          const away =
            error instanceof HubError && ['unreachable', 'slow', 'cut', 'server'].includes(error.kind)
          if (!kept || !away) throw error
          fromCache = true
          return jsonResponse(kept.body)
        }
      }
      const data = await modelInfo({
        name: repo,
        revision,
        hubUrl: endpoint,
        fetch: viaTransport,
        additionalFields: ['filePaths', 'sha', 'safetensors', 'cardData', 'createdAt']
      })
      return infoOf({ ...data }, repo, endpoint, fromCache)
    },
    text: async (info, file) => new TextDecoder().decode((await unchanging(info, file)).body),
    range: (info, file, offset, length) =>
      length <= 0
        ? Promise.resolve({ body: new Uint8Array(), etag: null, total: null })
        : unchanging(info, file, { from: offset, to: offset + length - 1 }),
    near: async (name) => {
      const url = `${endpoint}/api/models?${new URLSearchParams({ search: name, limit: '3', sort: 'downloads' }).toString()}`
      try {
        const { body } = await transport({ url, asked: asked(name), mostBytes: mib, ...given })
        const list = readJson(body, endpoint, 'with near names')
        return Array.isArray(list) ? list.flatMap(idOf).slice(0, 3) : []
      } catch {
        return []
      }
    }
  }
}

/** What is not what was asked for is never kept: a page of the network's own, or JSON that did not arrive whole. */
function refuseOthers({ repo }: HubInfo, file: string, headers: Headers, whole: Uint8Array | null): void {
  const page = /^text\/html/i.test(headers.get('content-type') ?? '')
  const parsed = whole && file.endsWith('.json') ? parseConfig(new TextDecoder().decode(whole)) : null
  if (!page && parsed?.ok !== false) return
  const what =
    parsed?.ok === false ? parsed.error.message.replace(/^config\.json/, file) : `${file} is an HTML page.`
  throw new HubError('wrong-content', `${repo}: ${what}`)
}

const jsonResponse = (body: Uint8Array): Response =>
  new Response(Buffer.from(body), { status: 200, headers: { 'content-type': 'application/json' } })

const idOf = (entry: unknown): string[] =>
  typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string'
    ? [entry.id]
    : []

function readJson(body: Uint8Array, endpoint: string, what: string): unknown {
  const text = new TextDecoder().decode(body)
  try {
    return JSON.parse(text)
  } catch {
    const kind = /^\s*</.test(text) ? 'a web page' : 'something that is not JSON'
    throw new HubError(
      'wrong-content',
      `${new URL(endpoint).host} sent ${kind} instead of an answer ${what}. A login page of the network, or HF_ENDPOINT, may be at fault.`
    )
  }
}

function infoOf(
  data: Readonly<Record<string, unknown>>,
  repo: string,
  endpoint: string,
  fromCache: boolean
): HubInfo {
  const { sha, filePaths, safetensors, cardData, createdAt, gated, name } = data
  if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha) || !Array.isArray(filePaths)) {
    throw new HubError(
      'wrong-content',
      `${new URL(endpoint).host} answers about ${repo}, but not with a commit and its files. Check HF_ENDPOINT.`
    )
  }
  const card = (typeof cardData === 'object' && cardData !== null ? cardData : {}) as Record<string, unknown>
  const counts = (typeof safetensors === 'object' && safetensors !== null ? safetensors : {}) as Record<
    string,
    unknown
  >
  const base = Array.isArray(card['base_model']) ? (card['base_model'] as unknown[])[0] : card['base_model']
  const text = (value: unknown): string | null =>
    typeof value === 'string' && value !== '' ? value.slice(0, 100) : null
  return {
    repo: typeof name === 'string' && /^[\w.-]+\/[\w.-]+$/.test(name) ? name : repo,
    commit: sha,
    files: filePaths.filter((file): file is string => typeof file === 'string'),
    total: typeof counts['total'] === 'number' && counts['total'] > 0 ? counts['total'] : null,
    license: text(card['license_name']) ?? text(card['license']),
    created: text(createdAt),
    gated: gated !== false && gated !== undefined,
    baseModel: text(base),
    fromCache
  }
}
