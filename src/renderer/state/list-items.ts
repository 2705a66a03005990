import type { Assessment } from '../../core/fit/assessment.ts'
import type { Verdict } from '../../core/fit/verdict.ts'
import type { FileType } from '../../core/quant/file-type.ts'
import { levels } from './facets.ts'
import type { Row } from './list-row.ts'

export interface GroupItem {
  readonly kind: 'group'
  readonly key: string
  readonly family: string
  readonly count: number
  /** The best of what is worked out; null before anything is. */
  readonly best: Verdict | null
  readonly open: boolean
}

export interface ModelItem {
  readonly kind: 'model'
  readonly key: string
  readonly row: Row
  readonly open: boolean
  /** The key of the group it is in. */
  readonly parent: string | null
}

export interface QuantItem {
  readonly kind: 'quant'
  readonly key: string
  readonly row: Row
  readonly fileType: FileType
  readonly assessment: Assessment | null
  /** The key of its model. */
  readonly parent: string
}

/** What the list draws a line for, one below the other. */
export type Item = GroupItem | ModelItem | QuantItem

/** One quantisation of an open row; null while it is worked out. */
export interface QuantAnswer {
  readonly fileType: FileType
  readonly assessment: Assessment | null
}

function bestOf(rows: readonly Row[]): Verdict | null {
  const verdicts = rows.flatMap(({ assessment }) => (assessment ? [assessment.verdict] : []))
  const [best] = verdicts.sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level))
  return best ?? null
}

const modelItems = (
  row: Row,
  parent: string | null,
  quants: ReadonlyMap<string, readonly QuantAnswer[]>
): readonly Item[] => {
  const key = row.model.slug
  const inside = quants.get(key)
  return [
    { kind: 'model', key, row, open: inside !== undefined, parent },
    ...(inside ?? []).map((one) => ({
      kind: 'quant' as const,
      key: `${key} ${one.fileType}`,
      row,
      ...one,
      parent: key
    }))
  ]
}

/** Rows with the quantisations of the open ones below them. `quants` has an entry for each open model. */
export const listItems = (
  rows: readonly Row[],
  quants: ReadonlyMap<string, readonly QuantAnswer[]>
): readonly Item[] => rows.flatMap((row) => modelItems(row, null, quants))

/** The same under a head for each family, families in the order of their first row. */
export function groupedItems(
  rows: readonly Row[],
  quants: ReadonlyMap<string, readonly QuantAnswer[]>,
  folded: ReadonlySet<string>
): readonly Item[] {
  const families = new Map<string, Row[]>()
  for (const row of rows) {
    const members = families.get(row.model.family)
    if (members) members.push(row)
    else families.set(row.model.family, [row])
  }
  return [...families].flatMap(([family, members]): readonly Item[] => {
    const key = `family ${family}`
    const open = !folded.has(family)
    const head = { kind: 'group' as const, key, family, count: members.length, best: bestOf(members), open }
    return [head, ...(open ? members.flatMap((row) => modelItems(row, key, quants)) : [])]
  })
}

export type Move = { readonly to: string } | { readonly toggle: string }

/** Where a key leads from the line `at`, or what it opens and closes; null for keys that do neither. */
export function moveOn(items: readonly Item[], at: number, key: string, page: number): Move | null {
  const item = items[at]
  if (!item) return null
  const line = (index: number): Move | null => {
    const to = items[Math.max(0, Math.min(items.length - 1, index))]
    return to ? { to: to.key } : null
  }
  const parent = item.kind === 'group' ? null : item.parent
  const open = item.kind !== 'quant' && item.open
  switch (key) {
    case 'ArrowDown':
      return line(at + 1)
    case 'ArrowUp':
      return line(at - 1)
    case 'PageDown':
      return line(at + page)
    case 'PageUp':
      return line(at - page)
    case 'Home':
      return line(0)
    case 'End':
      return line(items.length - 1)
    case 'ArrowRight':
      if (item.kind === 'quant') return null
      return open ? line(at + 1) : { toggle: item.key }
    case 'ArrowLeft':
      if (open) return { toggle: item.key }
      return parent === null ? null : { to: parent }
    default:
      return null
  }
}
