import { type BroughtFrom, mostBrought } from '../../contract/settings.ts'
import { choices, choose } from './choices.ts'
import { type OwnEntry, type OwnFrom, ownModels, type OwnState } from './own-models.ts'

export const sameFrom = (a: OwnFrom, b: OwnFrom): boolean => JSON.stringify(a) === JSON.stringify(b)

const base = (path: string): string => path.split(/[\\/]/u).at(-1) ?? path

const wanted = (from: OwnFrom): string => {
  if (from.kind === 'hub') return `hub:${from.reference.replace(/^(?:hf:|https?:\/\/[^/]+\/)/iu, '')}`
  const file = base(from.kind === 'file' ? from.path : from.name)
  return `file:${file.replace(/\.gguf$/iu, '')}`
}

/** A name in the address for what is brought from there; the same again for the same place. */
function slugFor(from: OwnFrom, entries: readonly OwnEntry[]): string {
  const before = entries.find((entry) => sameFrom(entry.from, from))
  if (before) return before.slug
  const slug = wanted(from).toLowerCase()
  const taken = new Set(entries.map((entry) => entry.slug))
  for (let copy = 1; ; copy++) {
    const name = copy === 1 ? slug : `${slug}~${copy}`
    if (!taken.has(name)) return name
  }
}

/** What of it can be read again after a restart; what is being read for the first time may yet come to nothing. */
function remembered(entries: readonly OwnEntry[]): BroughtFrom[] {
  const before = choices.getState().brought ?? []
  return entries
    .flatMap(({ from, state }) =>
      from.kind === 'dropped' || (state.status === 'reading' && !before.some((one) => sameFrom(one, from)))
        ? []
        : [from]
    )
    .slice(0, mostBrought)
}

function setEntries(entries: readonly OwnEntry[], removed = ownModels.getState().removed): void {
  ownModels.setState({ entries, removed })
  choose({ brought: remembered(entries) })
}

/** Puts a place at the head of what was brought and gives its slug; one that is there keeps its place. */
export function enter(from: OwnFrom, state: OwnState): string {
  const { entries } = ownModels.getState()
  const slug = slugFor(from, entries)
  if (entries.some((entry) => entry.slug === slug)) change(slug, state)
  else setEntries([{ slug, from, state }, ...entries])
  return slug
}

export function change(slug: string, state: OwnState): void {
  const { entries } = ownModels.getState()
  const changed = entries.map((entry) => (entry.slug === slug ? { ...entry, state } : entry))
  ownModels.setState({ entries: changed })
  if (state.status === 'read') choose({ brought: remembered(changed) })
}

/** Enters what was brought before, all at once and in its order; gives the slugs. */
export function restore(brought: readonly BroughtFrom[], state: OwnState): readonly string[] {
  let { entries } = ownModels.getState()
  // Slugs are given from the oldest on, as they were at first.
  for (const from of [...brought].reverse()) {
    if (!entries.some((entry) => sameFrom(entry.from, from)))
      entries = [{ slug: slugFor(from, entries), from, state }, ...entries]
  }
  ownModels.setState({ entries })
  return brought.map((from) => slugFor(from, entries)).reverse()
}

/** Takes an entry out; nothing on any disk is touched. `forUndo`: it can be put back. */
export function remove(slug: string, forUndo = true): void {
  const { entries } = ownModels.getState()
  const at = entries.findIndex((entry) => entry.slug === slug)
  const entry = entries[at]
  if (!entry) return
  if (entry.state.status === 'reading') entry.state.cancel()
  setEntries(
    entries.filter((one) => one !== entry),
    forUndo ? { entry, at } : null
  )
}

export function undoRemove(): void {
  const { entries, removed } = ownModels.getState()
  if (!removed) return
  setEntries([...entries.slice(0, removed.at), removed.entry, ...entries.slice(removed.at)], null)
}
