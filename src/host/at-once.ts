/** Does `work` for every item, no more than `most` at a time; what it gives, in the order of the items. */
export async function atOnce<Item, Made>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Made>
): Promise<readonly Made[]> {
  const made: Made[] = []
  const waiting = items.entries()
  const worker = async (): Promise<void> => {
    for (const [at, item] of waiting) made[at] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker))
  return made
}
