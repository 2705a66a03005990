import type { Bytes } from '../quantity.ts'
import { gib } from '../quantity.ts'
import { type TermKind, termKinds } from '../memory/term.ts'
import { binaryTicks } from './linear-ticks.ts'
import type { LogScale } from './log-scale.ts'
import type { MemoryPanel } from './memory-panels.ts'
import { areaPath, linePath, type Place } from './path.ts'

/** One hold over the context, as paths in pixels. */
export interface MemoryFrame {
  readonly name: string
  readonly top: number
  readonly height: number
  /** What other programs hold; empty where there is nothing of it. */
  readonly other: string
  readonly areas: readonly { readonly kind: TermKind; readonly d: string }[]
  /** The load line; empty where it is unknown. */
  readonly line: string
  /** Its right end, where its ring stands. */
  readonly ring: { readonly x: number; readonly y: number } | null
  readonly ticks: readonly { readonly y: number; readonly gib: number }[]
}

/** A panel of `height` pixels from `top` down, its bottom at no bytes. */
export function memoryFrame(panel: MemoryPanel, scale: LogScale, top: number, height: number): MemoryFrame {
  const { name, samples } = panel
  const unit: Bytes = gib(1)
  const high = (size: number): number =>
    top + height - (panel.top === 0 ? 0 : Math.min(1, size / panel.top)) * height
  const stacked = samples.map(({ contextTokens, other, kinds }) => {
    let reached = other
    const levels = [0, other, ...termKinds.map((kind) => (reached += kinds[kind]))]
    return levels.map((level): Place => [scale.at(contextTokens), high(level)])
  })
  const edge = (level: number): readonly Place[] => stacked.map((levels) => levels[level] ?? null)
  const lines = samples.map(({ contextTokens, line }): Place =>
    line === null ? null : [scale.at(contextTokens), high(line)]
  )
  const end = lines.at(-1)
  return {
    name,
    top,
    height,
    other: samples.some(({ other }) => other > 0) ? areaPath(edge(1), edge(0)) : '',
    areas: termKinds.flatMap((kind, index) =>
      samples.some(({ kinds }) => kinds[kind] > 0)
        ? [{ kind, d: areaPath(edge(index + 2), edge(index + 1)) }]
        : []
    ),
    line: linePath(lines),
    ring: end ? { x: end[0], y: end[1] } : null,
    ticks: binaryTicks(panel.top / unit, 3).map((size) => ({ y: high(size * unit), gib: size }))
  }
}
