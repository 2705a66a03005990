/**
 * Sizes along one axis, the cells of the full context: `at + per x cells`. What is decided about them at one point stays
 * decided between the two crossings next to it, so that one replay of the allocator answers for a range of contexts.
 */
export class Span {
  /** Decisions hold for cells strictly between these; for `cells` alone when they meet. */
  low = -Infinity
  high = Infinity

  readonly cells: number

  constructor(cells: number) {
    this.cells = cells
  }

  /** Sign of `at + per x cells`, remembering how far it holds. */
  sign(at: number, per: number): number {
    if (per === 0) return at
    const value = at + per * this.cells
    const crossing = -at / per
    if (value === 0) this.low = this.high = this.cells
    else if (crossing > this.cells) {
      if (crossing < this.high) this.high = crossing
    } else if (crossing > this.low) this.low = crossing
    return value
  }

  holds(cells: number): boolean {
    return cells === this.cells || (cells > this.low && cells < this.high)
  }
}

/** A line: bytes at no cells, and bytes per cell. */
export interface Line {
  readonly at: number
  readonly per: number
}

export const valueAt = ({ at, per }: Line, cells: number): number => at + per * cells
