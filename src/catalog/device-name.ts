/** Words that say who made it or what kind of thing it is, never which one it is. */
const silent = new Set([
  ...['nvidia', 'amd', 'ati', 'intel', 'qualcomm', 'apple', 'corporation', 'inc'],
  ...['geforce', 'radeon', 'graphics', 'gpu', 'generation', 'edition', 'series', 'w', 'with']
])

/** Words that belong together although letters and digits meet in them. */
const whole = /^(?:\d+gb|sxm\d?|\d+g)$/

/**
 * A device name as a bag of words that can be compared: drivers, lspci and people write one product in many ways
 * (`NVIDIA GeForce RTX 4090 Laptop GPU`, `AD103M [GeForce RTX 4090 Mobile / Max-Q]`, `rtx4090 laptop`).
 *
 * Letters and digits are split, so that `rtx4090` is `rtx 4090`, and the words are sorted, so that `A100 80GB PCIe`
 * is `A100-PCIE-80GB`. Names are equal when their keys are equal; a part of a name never matches.
 */
export function deviceKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/\((?:r|tm|c)\)|[®™©]/g, ' ')
    .replace(/mobile\s*\/\s*max-q|max-q\s*\/\s*mobile|with max-q design|\bmobile\b/g, ' laptop ')
    .replaceAll('+', ' plus ')
    .replace(/(\d)\s*gi?b\b/g, '$1gb')
    .split(/[^a-z0-9.]+/)
    .filter((word) => word !== '' && !silent.has(word))
    .flatMap((word) => (whole.test(word) ? [word] : (word.match(/\d+(?:\.\d+)?|[a-z]+/g) ?? [])))
    .sort()
    .join(' ')
}

const without =
  (drop: (word: string) => boolean) =>
  (key: string): string =>
    key
      .split(' ')
      .filter((word) => !drop(word))
      .join(' ')

export const isSizeWord = (word: string): boolean => /^\d+gb$/.test(word)

/** The key without a memory size: `GeForce RTX 3060 8GB` reports itself as `GeForce RTX 3060`. */
export const withoutSize = without(isSizeWord)

/** The key without the line of products it belongs to: people say `4090`, `7900 XTX`, `P40` and `MI50`. */
export const withoutLine = without((word) => ['rtx', 'gtx', 'rx', 'tesla', 'instinct', 'arc'].includes(word))

/** The key without the way it is plugged in: an `A100 80GB` is a PCIe or an SXM4 card. */
export const withoutLink = without((word) => /^(?:pcie|sxm\d?)$/.test(word))

/** The memory size that a key names, GiB; undefined when it names none. */
export function sizeInKey(key: string): number | undefined {
  const word = key.split(' ').find(isSizeWord)
  return word === undefined ? undefined : Number.parseInt(word, 10)
}

/**
 * The products that one report may mean. lspci prints the chip, and all products made of it in brackets:
 * `Navi 31 [Radeon RX 7900 XT/7900 XTX/7900 GRE/7900M]`.
 */
export function namesMeant(reported: string): readonly string[] {
  const name = (/\[([^\]]+)\]/.exec(reported)?.[1] ?? reported).replace(
    /mobile\s*\/\s*max-q|max-q\s*\/\s*mobile/i,
    'Mobile'
  )
  const [first = '', ...others] = name
    // Not the short for "with" in `RYZEN AI MAX+ 395 w/ Radeon 8060S`.
    .split(/(?<!\bw)\//)
    .map((part) => part.trim())
    .filter((part) => /\d|\bVII\b/.test(part))
  if (others.length === 0) return [name]
  const family = /^(?:[^\d\s]+\s+)*/.exec(first)?.[0] ?? ''
  return [first, ...others.map((part) => (/^\D+\s/.test(part) ? part : `${family}${part}`))]
}
