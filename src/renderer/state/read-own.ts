import './other-names.ts'
import { findModel as findInCatalogue } from '../../catalog/find-model.ts'
import type { HostApi } from '../../contract/api.ts'
import type { BroughtModel } from '../../contract/brought.ts'
import type { BroughtFrom } from '../../contract/settings.ts'
import { openModel } from './choices.ts'
import { change, enter, remove, restore } from './keep-own.ts'
import { adopt, allModels, type OwnFrom, ownModels } from './own-models.ts'
import { sentenceOf } from './sentence-of.ts'

const nothingToCancel = (): void => undefined

async function settle(slug: string, reading: Promise<BroughtModel>): Promise<void> {
  try {
    const brought = await reading
    change(slug, { status: 'read', model: adopt(brought, slug), notes: brought.notes })
  } catch (error) {
    change(slug, { status: 'failed', sentence: sentenceOf(error) })
  }
}

/** A new reading that fails leaves nothing behind but its sentence, which it throws. */
async function open(from: OwnFrom, read: (slug: string) => Promise<void>): Promise<string> {
  const before = ownModels
    .getState()
    .entries.find((entry) => JSON.stringify(entry.from) === JSON.stringify(from))
  const slug = enter(from, { status: 'reading', progress: null, cancel: nothingToCancel })
  await read(slug)
  const state = ownModels.getState().entries.find((entry) => entry.slug === slug)?.state
  if (state?.status === 'failed') {
    if (before?.state.status === 'read') change(slug, before.state)
    else remove(slug, false)
    throw new Error(state.sentence)
  }
  openModel(slug)
  return slug
}

/** Opens a GGUF file by its whole path. Rejects with a sentence. */
export const openPath = (host: HostApi, path: string): Promise<string> =>
  open({ kind: 'file', path }, (slug) => settle(slug, host.readModelFile(path)))

/** Opens what was read in this page already. */
export function openDropped(name: string, brought: BroughtModel): Promise<string> {
  return open({ kind: 'dropped', name }, (slug) => settle(slug, Promise.resolve(brought)))
}

const progressEvery = 200

async function readHub(host: HostApi, slug: string, reference: string, fromCache: boolean): Promise<void> {
  const task = crypto.randomUUID()
  const cancel = (): void => void host.cancelReading(task).catch(nothingToCancel)
  change(slug, { status: 'reading', progress: null, cancel })
  const timer = setInterval(() => {
    host.readingProgress(task).then((progress) => {
      const state = ownModels.getState().entries.find((entry) => entry.slug === slug)?.state
      if (progress && state?.status === 'reading') change(slug, { status: 'reading', progress, cancel })
    }, nothingToCancel)
  }, progressEvery)
  try {
    await settle(slug, host.readHubModel(task, reference, fromCache))
  } finally {
    clearInterval(timer)
  }
}

/** Opens a repository on the hub. Rejects with a sentence. */
export const openHub = (host: HostApi, reference: string): Promise<string> =>
  open({ kind: 'hub', reference }, (slug) => readHub(host, slug, reference, false))

/** Reads an entry again where it is: over the network, because it was asked for. */
export async function readAgain(host: HostApi, slug: string, fromCache = false): Promise<void> {
  const from = ownModels.getState().entries.find((entry) => entry.slug === slug)?.from
  if (from?.kind === 'hub') return readHub(host, slug, from.reference, fromCache)
  if (from?.kind !== 'file') return
  change(slug, { status: 'reading', progress: null, cancel: nothingToCancel })
  await settle(slug, host.readModelFile(from.path))
}

/** `hf:owner/name` or an address is read on the hub, whatever the catalogue knows. */
const isAddress = (text: string): boolean =>
  /^(?:hf:|https?:\/\/|(?:www\.)?(?:hf\.co|huggingface\.co)\/)/iu.test(text)
const isPath = (text: string): boolean =>
  /^(?:~|\.{0,2}[\\/]|[a-z]:[\\/])/iu.test(text) || /\.gguf(?:\.\w+)?$/iu.test(text)

/**
 * Opens what a person typed, by the rules of the command line: an address, a path, a row of one's own or a name that the
 * catalogue knows, else a repository on the hub. Rejects with a sentence.
 */
export async function openNamed(host: HostApi, typed: string): Promise<string> {
  const text = typed.trim()
  if (text === '') throw new Error('Write owner/name, an address of the hub, or the path of a .gguf file.')
  if (isAddress(text)) return openHub(host, text)
  if (isPath(text)) {
    if (/^(?:[\\/]|[a-z]:[\\/])/iu.test(text)) return openPath(host, text)
    throw new Error('Write the whole path of the file, from the root of its disk, or choose the file below.')
  }
  const row = allModels().find(
    ({ slug, id }) => slug.startsWith('row:') && id.toLowerCase() === text.toLowerCase()
  )
  const found = findInCatalogue(text)
  const slug = row?.slug ?? (found.ok ? found.value.slug : null)
  if (slug === null) return openHub(host, text)
  openModel(slug)
  return slug
}

/** At the start: what was brought before, files from their disk and repositories from the cache. */
export async function bringBack(host: HostApi, brought: readonly BroughtFrom[]): Promise<void> {
  const slugs = restore(brought, { status: 'reading', progress: null, cancel: nothingToCancel })
  for (const slug of slugs) await readAgain(host, slug, true)
}
