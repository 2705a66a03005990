/** The pattern over and over until there are `length` values. */
export const repeated = <T>(pattern: readonly T[], length: number): (T | undefined)[] =>
  Array.from({ length }, (_, at) => pattern[at % pattern.length])

export const words = (text: string): string[] => text.split(' ')
