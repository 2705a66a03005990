import { devices } from '../devices.ts'
import { spellingOf } from '../spelling.ts'

/** Words of a sentence about a machine that are no part of a device's name. One number: two would be equally near. */
const kinds = [
  ...['ram', 'memory', 'vram', 'card', 'gpu', 'without', 'only', 'channel'],
  ...['with', 'plus', 'and', 'cpu', 'ddr', 'lpddr', 'bit', 'bandwidth', 'speed', 'gbps', 'mhz']
]

const deviceWords = devices.flatMap(({ name, aliases, vendor }) =>
  [name, vendor, ...aliases].flatMap((text) => text.toLowerCase().match(/[a-z]{3,}/g) ?? [])
)

const filler =
  /\b(?:pretend|that|i|have|had|got|an?|the|my|one|each|graphics?|video|desktop|pc|machine|computer|system)\b/g

/** Makers' computers that are named after nothing in them; what they hold is named beside. */
const computers = /\b(?:macbook(?: (?:pro|air))?|mac (?:studio|mini|pro)|imac|mac)\b/g

/** What people call a part by; the catalogue has it under its maker's name. */
const nicknames: readonly (readonly [RegExp, string])[] = [
  [/\bstrix halo\b/g, 'ryzen ai max+ 395'],
  [/\bspark\b(?<!dgx spark)/g, 'dgx spark']
]

const numbers: Readonly<Record<string, string>> = {
  single: '1x',
  dual: '2x',
  two: '2x',
  pair: '2x',
  three: '3x',
  triple: '3x',
  four: '4x',
  quad: '4x',
  six: '6x',
  eight: '8x'
}

let spelling: ReturnType<typeof spellingOf> | undefined

/** A word as it was meant, where only letters are wrong and one word alone is near: `gefroce`, `memroy`. */
function respelt(word: string): string {
  if (word === 'rma') return 'ram'
  spelling ??= spellingOf([...kinds, ...deviceWords])
  return spelling.only(word) ?? word
}

/**
 * What a person typed, in the one form that is read: lower case, sizes as `16gb`, counts as `2x`, misspelt words put
 * right, words that say nothing gone.
 */
export function plainWords(text: string): string {
  let plain = ` ${text.slice(0, 300).toLowerCase()} `
    .replace(/[×*]/g, 'x')
    .replace(/(\d),(\d+)(?=\s*g)/g, '$1.$2')
    .replace(/\bno\b/g, 'without')
    .replace(/(\d+(?:\.\d+)?)\s*(?:tb|tib)\b(?!\s*\/)/g, (_, size: string) => `${Number(size) * 1024}gb`)
    // Not the end of `A10G`, and not a rate.
    .replace(/(?<![a-wyz\d.])(\d+(?:\.\d+)?)\s*(?:gigabytes?|gigs?|gib|gb|g)\b(?!\s*\/)/g, ' $1gb ')
    .replace(
      /\b(single|dual|two|three|triple|four|quad|six|eight|pair)\b(?: of)?(?![\s-]*channel)/g,
      (_, name: string) => ` ${numbers[name] ?? ''} `
    )
    // `2 3090s`: a small number before a name is a count.
    .replace(
      /(?<=[\s,;+&])(?<!\b(?:ram|memory) )([2-9]|1[0-6])\s+(?=(?:rtx|gtx|rx|geforce|radeon|arc|[a-z]?\d{3,4}s?)\b)/g,
      '$1x '
    )
    .replace(/\b([a-z]?\d{3,4})s\b/g, '$1')
    .replace(/\b(\d{1,2})(?:\s*x(?=\s|\d)|x(?=[a-z]))/g, ' $1x ')
    .replace(filler, ' ')
  for (const [name, full] of nicknames) plain = plain.replace(name, full)
  return plain
    .replace(/[a-z]{3,}/g, respelt)
    .replace(computers, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
