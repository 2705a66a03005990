import { HubError } from './hub-error.ts'

/** A repository on the hub, and what of it is meant. */
export interface HubReference {
  /** `Qwen/Qwen3-30B-A3B` */
  readonly repo: string
  /** Branch, tag or commit; absent: the main one. */
  readonly revision?: string
  /** A file of it: `Qwen3-8B-Q4_K_M.gguf`. */
  readonly file?: string
  /** The mix of a GGUF repository, `Q4_K_M`, as in `ollama run hf.co/owner/name:Q4_K_M`. */
  readonly quant?: string
}

const known = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co', 'www.hf.co', 'hf-mirror.com'])
const part = '[A-Za-z0-9][\\w.-]{0,95}'
const repoShape = new RegExp(`^(${part}/${part}?[\\w-])(?:@([\\w./-]{1,120}))?(?::([\\w.-]{1,40}))?$`)

/** Whether a text names a repository rather than something a person would look up in the catalogue. */
export const looksLikeHub = (text: string): boolean =>
  /^(?:hf:|https?:\/\/|hf\.co\/|huggingface\.co\/)/i.test(text.trim()) || repoShape.test(text.trim())

/**
 * The repository that a text names: `owner/name`, `owner/name@revision`, `owner/name:Q4_K_M`, `hf:owner/name`, or an
 * address of the hub with `/tree/revision` or `/blob/revision/file`. `endpoint`: a further host that counts as the hub.
 *
 * @throws HubError `not-a-reference` with what would be one.
 */
export function parseReference(text: string, endpoint?: string): HubReference {
  const typed = text.trim().replace(/^hf:(?:\/\/)?/i, '')
  if (typed.length > 600) throw notOne(text.slice(0, 60))
  const url = asUrl(typed)
  if (url) return fromUrl(url, text, endpoint)
  const [, repo, revision, quant] = repoShape.exec(typed) ?? []
  if (repo === undefined || /\.\.|--/.test(repo)) throw notOne(text)
  return { repo, ...(revision ? { revision: plainPath(revision, text) } : {}), ...(quant ? { quant } : {}) }
}

function asUrl(text: string): URL | null {
  const withScheme = /^(?:www\.)?(?:hf\.co|huggingface\.co)\//i.test(text) ? `https://${text}` : text
  return /^https?:\/\//i.test(withScheme) && URL.canParse(withScheme) ? new URL(withScheme) : null
}

function fromUrl(url: URL, text: string, endpoint: string | undefined): HubReference {
  const own = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint).host : null
  if (!known.has(url.hostname.toLowerCase()) && url.host !== own) {
    throw new HubError(
      'not-a-reference',
      `${url.host} is not the Hugging Face hub. Name a repository such as Qwen/Qwen3-8B, or set HF_ENDPOINT to that host.`
    )
  }
  const segments = decoded(url.pathname, text)
  if (segments[0] === 'models') segments.shift()
  if (['datasets', 'spaces', 'docs', 'papers', 'collections', 'blog'].includes(segments[0] ?? '')) {
    throw new HubError(
      'not-a-reference',
      `That is one of the hub's ${segments[0] ?? ''}, not a model. Name a model's repository.`
    )
  }
  const [owner = '', named = '', verb, revision, ...file] = segments
  const { repo, quant } = parseReference(`${owner}/${named}`)
  const path = file.join('/')
  const within = verb !== undefined && ['tree', 'blob', 'resolve', 'raw'].includes(verb)
  return {
    repo,
    ...(quant ? { quant } : {}),
    ...(within && revision ? { revision } : {}),
    ...(within && verb !== 'tree' && path !== '' ? { file: plainPath(path, text) } : {})
  }
}

function decoded(path: string, text: string): string[] {
  try {
    // Decoded one by one: a branch may hold a slash as %2F.
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent)
  } catch {
    throw notOne(text)
  }
}

function plainPath(path: string, text: string): string {
  const odd = /[\u0000-\u001f\\]/.test(path)
  if (odd || path.split('/').some((segment) => segment === '..' || segment === '')) throw notOne(text)
  return path
}

const notOne = (text: string): HubError =>
  new HubError(
    'not-a-reference',
    `“${text}” is no repository of the hub. Write owner/name, for example Qwen/Qwen3-8B, or its address.`
  )
