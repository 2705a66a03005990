import type { DeviceBill } from '../fit/assessment.ts'
import type { CliffPoint } from '../fit/cliff-point.ts'
import { bytesOf, type TermKind, termKinds, totalOf } from '../memory/term.ts'

/** What a device holds at one context, in bytes from the bottom up; other programs lie lowest. */
export interface HoldSample {
  readonly contextTokens: number
  readonly other: number
  readonly kinds: Readonly<Record<TermKind, number>>
  /** Where the load line lies above the bottom; null: unknown. */
  readonly line: number | null
}

/** One hold over the context: the GPUs together, or RAM. */
export interface MemoryPanel {
  readonly name: string
  readonly samples: readonly HoldSample[]
  /** What the picture has to show, in bytes: the capacity, and a little of what goes beyond it. */
  readonly top: number
}

/** Of what exceeds a capacity so much is shown: that it does, not by how much. */
const overflowShown = 1.2

/** The holds that decide: the GPUs where any holds a part, RAM where a part has left them or there is no GPU. */
export function memoryPanels(points: readonly CliffPoint[]): readonly MemoryPanel[] {
  const gpus = points.some(({ devices }) => devices.some(({ terms }) => terms.length > 0))
  const host = !gpus || points.some(({ stage }) => stage !== 'gpu')
  return [
    ...(gpus ? [panelOf(points, ({ devices }) => devices.filter(isUsed(points)))] : []),
    ...(host ? [panelOf(points, ({ host: bill }) => [bill])] : [])
  ]
}

/** A GPU that no context puts anything on is not part of the hold. */
const isUsed =
  (points: readonly CliffPoint[]) =>
  (_: DeviceBill, at: number): boolean =>
    points.some(({ devices }) => (devices[at]?.terms.length ?? 0) > 0)

function panelOf(
  points: readonly CliffPoint[],
  pick: (point: CliffPoint) => readonly DeviceBill[]
): MemoryPanel {
  let [most, capacity] = [0, 0]
  let name = ''
  const samples = points.map((point) => {
    const bills = pick(point)
    const sample = sampleOf(point.contextTokens, bills)
    const whole = known(bills.map((bill) => bill.capacity))
    most = Math.max(most, sample.other + sum(bills.map(({ terms }) => totalOf(terms))))
    capacity = Math.max(capacity, whole ?? 0)
    name = bills.length === 1 ? (bills[0]?.name ?? '') : `${bills.length} GPUs together`
    return sample
  })
  return {
    name,
    samples,
    top: capacity === 0 ? most : Math.max(capacity, Math.min(most, capacity * overflowShown))
  }
}

function sampleOf(contextTokens: number, bills: readonly DeviceBill[]): HoldSample {
  const capacity = known(bills.map((bill) => bill.capacity))
  const free = known(bills.map((bill) => bill.free))
  const loadLine = known(bills.map((bill) => bill.loadLine))
  const other = capacity === null || free === null ? 0 : Math.max(0, capacity - free)
  const kinds = Object.fromEntries(
    termKinds.map((kind) => [kind, sum(bills.map(({ terms }) => bytesOf(terms, kind)))])
  ) as Record<TermKind, number>
  return { contextTokens, other, kinds, line: loadLine === null ? null : other + Math.max(0, loadLine) }
}

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0)

/** The sum where every part is known. */
function known(sizes: readonly (number | null)[]): number | null {
  const there = sizes.filter((size) => size !== null)
  return there.length === sizes.length ? sum(there) : null
}
