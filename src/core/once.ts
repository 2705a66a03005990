/** What is made when it is first asked for, and kept: a question that does not need it does not pay for it. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null
  return () => (made ??= { value: make() }).value
}
