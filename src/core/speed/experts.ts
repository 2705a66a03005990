import type { SpeedInput } from './speed-input.ts'

/** Experts of a layer that `sequences` tokens touch together, each choosing k of E at random: E (1 - (1 - k/E)^b). */
export const touchedExperts = (count: number, perToken: number, sequences: number): number =>
  count * (1 - (1 - perToken / count) ** sequences)

/** The same as a share of all experts; 1 without experts. */
export const touchedShare = (experts: SpeedInput['experts'], tokens: number): number =>
  experts === null || experts.count === 0
    ? 1
    : touchedExperts(experts.count, experts.perToken, tokens) / experts.count

/** How many times the bytes of one token's experts a step of `sequences` tokens reads. */
export function expertGrowth(experts: SpeedInput['experts'], sequences: number): number {
  if (experts === null || experts.perToken === 0) return 1
  return touchedExperts(experts.count, experts.perToken, sequences) / experts.perToken
}
