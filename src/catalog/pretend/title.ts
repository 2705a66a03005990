const before = 'pretended: '

/** The name of a machine that somebody wished for: it says that nobody has read it anywhere. */
export const pretendedName = (title: string): string => `${before}${title}`

/** What a pretended machine is made of, by its name; null for any other machine. */
export const pretendedTitle = (name: string): string | null =>
  name.startsWith(before) ? name.slice(before.length) : null
