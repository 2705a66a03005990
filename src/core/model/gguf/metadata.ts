import { Fault, printable } from './fault.ts'
import type { GgufHeader } from './header.ts'
import type { MetadataEntry, MetadataValue } from './metadata-values.ts'

/** Bounds of a number of the metadata, both inclusive. */
export interface Bounds {
  readonly from: number
  readonly to: number
}

/** Widths, ranks and counts beyond these belong to no model. */
export const widths: Bounds = { from: 0, to: 2 ** 20 }
export const counts: Bounds = { from: 0, to: 2 ** 16 }

/**
 * The metadata of one architecture, `<architecture>.<key>`. A value that is there but impossible is an error that names
 * its key and what is allowed; nothing computed from an accepted one can be NaN, infinite or negative.
 */
export class Metadata {
  readonly architecture: string
  readonly #entries: ReadonlyMap<string, MetadataEntry>

  constructor({ metadata }: Pick<GgufHeader, 'metadata'>) {
    this.#entries = metadata
    this.architecture = this.text('general.architecture') ?? ''
  }

  /** A text outside the architecture's own keys, null when it is not there or is no short text. */
  text(key: string): string | null {
    const value = this.#entries.get(key)?.value
    return typeof value === 'string' ? value : null
  }

  value(key: string): MetadataValue | undefined {
    return this.#entries.get(key)?.value
  }

  has(key: string): boolean {
    return this.#own(key) !== undefined
  }

  isList(key: string): boolean {
    const value = this.#own(key)?.value
    return typeof value === 'object'
  }

  /** A whole number; `otherwise` when the key is not there. */
  whole(key: string, otherwise: number, bounds: Bounds): number {
    const entry = this.#own(key)
    return entry ? this.#number(key, entry, entry.value, bounds) : otherwise
  }

  /** A whole number that every model has. */
  required(key: string, bounds: Bounds): number {
    const entry = this.#own(key)
    if (entry) return this.#number(key, entry, entry.value, bounds)
    throw this.#fault(key, 0, 'missing', range(bounds))
  }

  /** One number for all blocks, or a list of one for each; `otherwise` when the key is not there. */
  perBlock(key: string, blocks: number, otherwise: readonly number[], bounds: Bounds): readonly number[] {
    const entry = this.#own(key)
    if (!entry) return otherwise
    const { value, at } = entry
    if (typeof value !== 'object') {
      return Array<number>(blocks).fill(this.#number(key, entry, value, bounds))
    }
    if (!isWholeList(value) || value.length < blocks) {
      throw this.#fault(key, at, `a list of ${value.length}`, `one for each of the ${blocks} blocks`)
    }
    return value.slice(0, blocks).map((each) => this.#number(key, entry, each, bounds))
  }

  /** A list of flags, zero where it is shorter than the stack; null when there is no list. */
  flags(key: string, blocks: number): readonly boolean[] | null {
    const entry = this.#own(key)
    if (!entry || typeof entry.value !== 'object' || !isWholeList(entry.value)) return null
    const { value } = entry
    return Array.from({ length: blocks }, (_, block) => Number(value[block] ?? 0) !== 0)
  }

  /** The numbers of a list; none when there is no list. */
  numbers(key: string, bounds: Bounds): readonly number[] {
    const entry = this.#own(key)
    if (!entry || typeof entry.value !== 'object' || !isWholeList(entry.value)) return []
    return entry.value.map((each) => this.#number(key, entry, each, bounds))
  }

  /** One flag of a list, or of the number that stands for all of it; null when the key is not there. */
  listed(key: string, block: number): boolean | null {
    const entry = this.#own(key)
    if (!entry) return null
    const { value } = entry
    if (typeof value !== 'object') return this.#number(key, entry, value, { from: 0, to: 1 }) === 1
    return isWholeList(value) && Number(value[block] ?? 0) !== 0
  }

  /** For a value that is a number but makes no sense beside the others. */
  refuse(key: string, found: string, allowed: string): Fault {
    return this.#fault(key, this.#own(key)?.at ?? 0, found, allowed)
  }

  #own(key: string): MetadataEntry | undefined {
    return this.#entries.get(`${this.architecture}.${key}`)
  }

  #number(key: string, { at }: MetadataEntry, value: MetadataValue, bounds: Bounds): number {
    const number = typeof value === 'boolean' ? Number(value) : value
    if (
      typeof number === 'number' &&
      Number.isInteger(number) &&
      number >= bounds.from &&
      number <= bounds.to
    )
      return number
    throw this.#fault(key, at, shown(value), range(bounds))
  }

  #fault(key: string, at: number, found: string, allowed: string): Fault {
    return new Fault({
      kind: 'bad-value',
      at,
      key: `${printable(this.architecture)}.${key}`,
      found,
      allowed
    })
  }
}

const isWholeList = (value: object): value is readonly (string | number | boolean)[] => Array.isArray(value)

const range = ({ from, to }: Bounds): string => `a whole number from ${from} to ${to}`

const shown = (value: MetadataValue): string =>
  typeof value === 'object'
    ? `a list of ${value.length}`
    : printable(typeof value === 'string' ? `“${value}”` : String(value))
