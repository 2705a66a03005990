import { HubError } from './hub-error.ts'

/** What is asked for, for the sentences. */
export interface Asked {
  readonly repo: string
  readonly endpoint: string
  readonly hasToken: boolean
  /** The file, where one is asked for. */
  readonly file?: string
}

/**
 * An answer that is a refusal, as a sentence. The hub answers 401 for what is missing and for what is private, and
 * tells them apart in `X-Error-Code` (huggingface_hub, `hf_raise_for_status`).
 */
export function refusalOf(status: number, headers: Headers, asked: Asked): HubError {
  const code = headers.get('x-error-code') ?? ''
  const page = `${asked.endpoint}/${asked.repo}`
  if (code === 'GatedRepo' || (status === 403 && code === '')) return gated(asked, page)
  if (status === 404 || code.endsWith('NotFound')) return missing(code, asked)
  if (status === 401) return unauthorised(asked)
  if (status === 403) return gated(asked, page)
  if (status === 429) {
    const seconds = retryAfter(headers.get('retry-after'), Date.now())
    return new HubError(
      'rate-limited',
      `The hub has had too many requests from here. Try again ${seconds === null ? 'in a few minutes' : `in ${waiting(seconds)}`}${asked.hasToken ? '' : '; with a token in HF_TOKEN more are allowed'}.`,
      { retryAfter: seconds }
    )
  }
  const host = hostOf(asked.endpoint)
  return status >= 500
    ? new HubError('server', `${host} has a fault of its own (status ${status}). Try again later.`)
    : new HubError(
        'server',
        `${host} answers ${status} to a request for ${asked.file ?? asked.repo}, which is not expected. Check the name, or HF_ENDPOINT.`
      )
}

const hostOf = (endpoint: string): string => new URL(endpoint).host

const gated = ({ repo, hasToken }: Asked, page: string): HubError =>
  new HubError(
    'gated',
    hasToken
      ? `${repo} is gated, and your token has no access to it. Ask for access on ${page}, then try again.`
      : `${repo} is gated: its publisher wants to know who reads it. Ask for access on ${page}, then put a token into HF_TOKEN or run \`hf auth login\`.`
  )

function missing(code: string, { repo, file, hasToken }: Asked): HubError {
  if (code === 'RevisionNotFound') {
    return new HubError(
      'missing',
      `${repo} has no such branch, tag or commit. Leave the revision out for the main one.`
    )
  }
  if (file !== undefined && code !== 'RepoNotFound')
    return new HubError('missing', `${repo} has no file ${file}.`)
  return new HubError(
    'missing',
    `The hub has no model ${repo}, or it is private${hasToken ? ' and your token cannot see it' : ': then put a token into HF_TOKEN'}.`
  )
}

const unauthorised = ({ repo, hasToken }: Asked): HubError =>
  new HubError(
    'unauthorised',
    hasToken
      ? 'The hub does not accept your token: it may have expired. Make a new one in the settings of your account, or unset HF_TOKEN.'
      : `The hub wants to know who asks for ${repo}: it is private, or the name is wrong. Put a token into HF_TOKEN or run \`hf auth login\`.`
  )

/** Seconds from `Retry-After`, which is a number of seconds or a date (RFC 9110, 10.2.3). */
export function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null
  if (/^\d{1,7}$/.test(value.trim())) return Number(value)
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000))
}

const waiting = (seconds: number): string =>
  seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
