/** The JSON in the output of a tool that may print warnings before and after it; null when there is none. */
export function jsonWithin(output: string): unknown {
  const start = output.search(/[[{]/)
  if (start < 0) return null
  const end = output.lastIndexOf(output[start] === '{' ? '}' : ']')
  for (const text of [
    output.slice(start, end + 1),
    output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)
  ]) {
    try {
      return JSON.parse(text) as unknown
    } catch {
      // A bracket of a warning: the next try starts at the first brace.
    }
  }
  return null
}
