/** Codes of an error and of what it was caused by: undici wraps them. */
export function codesOf(error: unknown): string[] {
  const codes: string[] = []
  let at: unknown = error
  for (let depth = 0; depth < 5 && at instanceof Error; depth++) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code)
    if (at instanceof AggregateError) codes.push(...at.errors.flatMap(codesOf))
    at = at.cause
  }
  return codes
}
