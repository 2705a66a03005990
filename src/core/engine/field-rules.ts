import { grouped } from '../format.ts'

/** What a setting may be. */
export type FieldRule =
  | {
      readonly kind: 'whole'
      readonly from: number
      readonly to: number
      /** Words that are allowed instead of a number. */
      readonly words: readonly string[]
    }
  /** a number above 0, at most 1 */
  | { readonly kind: 'fraction'; readonly words: readonly string[] }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'flag' }
  /** `0.21`: a release of the engine, or `newest` */
  | { readonly kind: 'version' }

export type FieldRules = Readonly<Record<string, FieldRule>>

export const whole = (from: number, to: number, ...words: string[]): FieldRule => ({
  kind: 'whole',
  from,
  to,
  words
})
export const fraction = (...words: string[]): FieldRule => ({ kind: 'fraction', words })
export const word = (...words: string[]): FieldRule => ({ kind: 'word', words })
export const flag: FieldRule = { kind: 'flag' }

/** Whether a value keeps to a rule. NaN and infinities never do. */
export function keeps(value: unknown, rule: FieldRule): boolean {
  switch (rule.kind) {
    case 'whole':
      return isWord(value, rule.words) || (isWhole(value) && value >= rule.from && value <= rule.to)
    case 'fraction':
      return isWord(value, rule.words) || (typeof value === 'number' && value > 0 && value <= 1)
    case 'word':
      return isWord(value, rule.words)
    case 'flag':
      return typeof value === 'boolean'
    case 'version':
      return typeof value === 'string' && /^(?:newest|0\.\d{1,2}(?:\.\d{1,2})?)$/u.test(value)
  }
}

const isWord = (value: unknown, words: readonly string[]): boolean =>
  typeof value === 'string' && words.includes(value)
const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value)

/** The rule as a person reads it: `a whole number from 1 to 256, or "auto"`. */
export function allowedBy(rule: FieldRule): string {
  switch (rule.kind) {
    case 'whole':
      return orWords(`a whole number from ${grouped(rule.from)} to ${grouped(rule.to)}`, rule.words)
    case 'fraction':
      return orWords('a number above 0, at most 1', rule.words)
    case 'word':
      return rule.words.map((text) => `"${text}"`).join(', ')
    case 'flag':
      return 'true or false'
    case 'version':
      return 'a release such as "0.21", or "newest"'
  }
}

const orWords = (range: string, words: readonly string[]): string =>
  [range, ...words.map((text) => `"${text}"`)].join(', or ')
