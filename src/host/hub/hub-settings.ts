import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import envPaths from 'env-paths'
import { HubError } from './hub-error.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Deadlines in milliseconds. */
export interface HubDeadlines {
  /** Until the headers of an answer are there. */
  readonly answer: number
  /** Between two pieces of a body. */
  readonly idle: number
  /** For one request as a whole: what drips for ever ends here. */
  readonly request: number
}

/** Where the hub is and how to speak to it. */
export interface HubSettings {
  /** `https://huggingface.co`, or HF_ENDPOINT; without a slash at the end. */
  readonly endpoint: string
  readonly token: string | null
  readonly offline: boolean
  /** The app's own, so that no other program's cache is written to. */
  readonly cacheFolder: string
  readonly deadlines: HubDeadlines
}

export const usualDeadlines: HubDeadlines = { answer: 20_000, idle: 15_000, request: 60_000 }

const yes = (value: string | undefined): boolean => /^(?:1|on|yes|true)$/i.test(value?.trim() ?? '')

/** Settings from the environment, read the way huggingface_hub reads it (docs: Environment variables). */
export async function hubSettings(
  { offline = false }: { readonly offline?: boolean } = {},
  env: Environment = process.env
): Promise<HubSettings> {
  return {
    endpoint: endpointOf(env),
    token: await tokenOf(env),
    offline: offline || yes(env['HF_HUB_OFFLINE']),
    cacheFolder: cacheFolder(env),
    deadlines: usualDeadlines
  }
}

/** @throws HubError when HF_ENDPOINT is no http address. */
function endpointOf(env: Environment): string {
  const stated = env['HF_ENDPOINT']?.trim() ?? ''
  if (stated === '') return 'https://huggingface.co'
  if (URL.canParse(stated) && /^https?:$/.test(new URL(stated).protocol)) return stated.replace(/\/+$/, '')
  throw new HubError(
    'not-a-reference',
    'HF_ENDPOINT is no http address. Set it to one such as https://huggingface.co, or unset it.'
  )
}

/** HF_TOKEN, or the file that `hf auth login` writes. A token is sent to the endpoint only. */
async function tokenOf(env: Environment): Promise<string | null> {
  if (yes(env['HF_HUB_DISABLE_IMPLICIT_TOKEN'])) return null
  const stated = (env['HF_TOKEN'] ?? env['HUGGING_FACE_HUB_TOKEN'])?.trim()
  if (stated) return printable(stated)
  const cache = env['XDG_CACHE_HOME'] ?? join(env['HOME'] ?? env['USERPROFILE'] ?? homedir(), '.cache')
  const home = env['HF_HOME'] ?? join(cache, 'huggingface')
  const text = await readFile(env['HF_TOKEN_PATH'] ?? join(home, 'token'), 'utf8').catch(() => '')
  return text.trim() === '' ? null : printable(text.trim())
}

/** A header takes no line breaks; such a token is damaged and would fail with a less useful message. */
const printable = (token: string): string | null => (/^[\x21-\x7e]{1,500}$/.test(token) ? token : null)

/** PLIMSOLL_CACHE where it is set, else beside PLIMSOLL_DATA, else the system's folder for caches. */
export function cacheFolder(env: Environment): string {
  const chosen = env['PLIMSOLL_CACHE']?.trim() ?? ''
  if (chosen !== '') return chosen
  const data = env['PLIMSOLL_DATA']?.trim() ?? ''
  return data === '' ? envPaths('plimsoll', { suffix: '' }).cache : join(data, 'cache')
}
