/**
 * A fact that a tensor's shape cannot do without. Throws when the catalogue row lacks it: a row that says a model
 * has such layers without saying how large they are is a mistake in the row.
 */
export function required<Facts extends object, Name extends keyof Facts & string>(
  facts: Facts,
  name: Name,
  part: string
): NonNullable<Facts[Name]> {
  const value = facts[name]
  if (value === undefined || value === null) {
    throw new Error(
      `The architecture has ${part} but does not state their ${name}: add it to the model's row.`
    )
  }
  return value
}
