import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** The header the page sends its token in. A header of this name cannot be sent cross-site without a preflight. */
export const tokenHeader = 'x-plimsoll-token'

/** 256 random bits in base64url: 43 characters that need no escaping in a fragment or a header. */
export const makeToken = (): string => randomBytes(32).toString('base64url')

/**
 * Compares in constant time. Both sides are hashed first, so that neither the content nor the length of a guess shows
 * in the time taken (timingSafeEqual itself throws on unequal lengths).
 */
export function sameToken(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
