import type { DeviceSpec } from '../../core/machine/device.ts'
import { findMemorySystem } from '../memory-system.ts'
import { cardNamed, type Named, namedFully } from './card-named.ts'
import { type RamSpeed, takeRamSpeed } from './parse-ram-speed.ts'
import { type Piece, piecesOf } from './pieces.ts'
import { usualCards } from './usual-cards.ts'
import { mostCards, mostRamGib } from './wish.ts'
import { plainWords } from './words.ts'

/** Cards of one kind as a sentence names them. */
export interface CardsNamed {
  readonly count: number
  /** What was read: `4080`, or `16 GiB` where only the size was said. */
  readonly said: string
  /** The likeliest first. */
  readonly choices: readonly DeviceSpec[]
  readonly by: Named['by'] | 'size'
}

/** What a sentence about a machine says, as far as it is understood. */
export interface MachineSaid {
  readonly cards: readonly CardsNamed[]
  /** `cpu only`, `no gpu`. */
  readonly withoutGpu: boolean
  /** GiB. */
  readonly ramGib: number | null
  readonly ramSpeed: RamSpeed | null
  /** What could not be understood or cannot be, as sentences. */
  readonly problems: readonly string[]
  /** What would make it more exact, as a sentence. */
  readonly hint: string | null
}

interface Draft {
  cards: CardsNamed[]
  bare: number[]
  ramGib: number | null
  ramSpeed: RamSpeed | null
  problems: string[]
}

/**
 * Reads one line about a machine: `2x 3090 64gb`, `16 GB card, 32 GB RAM`, `m4 max 128gb`, `cpu only 64gb ddr5-6000`.
 * Counts and sizes in any order and spelling; a size beside a card that is sold with it is the card's, any other is
 * RAM. Nothing that was not said is filled in.
 */
export function parseMachine(text: string): MachineSaid {
  const { rest: spoken, speed, problem, hint } = takeRamSpeed(plainWords(text))
  const withoutGpu = /\bcpu only\b|\bonly cpu\b|\bwithout (?:gpus?|cards?)\b/.test(spoken)
  const draft: Draft = {
    cards: [],
    bare: [],
    ramGib: null,
    ramSpeed: speed,
    problems: problem ? [problem] : []
  }
  const rest = takeRam(
    spoken
      .replace(/\bcpu only\b|\bonly cpu\b|\bwithout (?:gpus?|cards?)\b/g, ' , ')
      .replace(/(\d+(?:\.\d+)?gb) (?:of )?vram\b|\bvram (?:of )?(\d+(?:\.\d+)?gb)/g, ' $1$2 card ')
      .replace(/\b(cards?|gpus?) (?:with |of )?(\d+(?:\.\d+)?gb) (?:of )?memory\b/g, ' $2 $1 '),
    draft
  )
  for (const piece of piecesOf(rest)) take(piece, draft)
  settleBare(draft, withoutGpu)
  if (withoutGpu && draft.cards.length > 0)
    draft.problems.push('It says both a card and none: leave one of them out.')
  if (draft.cards.reduce((sum, { count }) => sum + count, 0) > mostCards)
    draft.problems.push(`No more than ${mostCards} cards can be put into one machine.`)
  if (draft.ramGib !== null && !(draft.ramGib > 0 && draft.ramGib <= mostRamGib))
    draft.problems.push(`RAM is above 0 and at most ${mostRamGib} GiB.`)
  const { cards, ramGib, ramSpeed, problems } = draft
  return { cards, withoutGpu, ramGib, ramSpeed, problems, hint }
}

/** Sizes that are called RAM: `2x 32gb ram`, `ram 64`, `64 of memory`. */
function takeRam(plain: string, draft: Draft): string {
  const called = /(?:\b(\d{1,2})x\s+)?(?<![\w.-])(\d+(?:\.\d+)?)(?:gb)?\s*(?:of\s+)?(?:ram|memory)\b/
  const calling = /\b(?:ram|memory)\s*(?:of|is|[:=])?\s*(?:(\d{1,2})x\s+)?(\d+(?:\.\d+)?)(?:gb)?(?![\w.])/
  const found = called.exec(plain) ?? calling.exec(plain)
  if (found) draft.ramGib = Number(found[1] ?? 1) * Number(found[2])
  return plain.replace(found?.[0] ?? '', ' , ').replace(/\b(?:ram|memory)\b/g, ' ')
}

function take(piece: Piece, draft: Draft): void {
  const { count, name, sizes, isCard } = piece
  if (name === '') {
    const [size, ...others] = sizes
    if (size === undefined) return
    if (isCard) addOfSize(count, size, draft)
    else if (!settlesSize(size, draft)) draft.bare.push(count * size)
    draft.bare.push(...others)
    return
  }
  if (!named(piece, draft)) draft.problems.push(`“${name}” is not understood: no device is called so.`)
}

/** `4060 Ti, with 16gb`: a size that follows a card and chooses between those it is sold with. */
function settlesSize(size: number, draft: Draft): boolean {
  const last = draft.cards.at(-1)
  const fitting = last?.choices.filter(({ memoryGib }) => memoryGib === size) ?? []
  if (!last || last.by === 'size' || fitting.length === 0) return false
  draft.cards[draft.cards.length - 1] = { ...last, choices: fitting }
  return true
}

function addOfSize(count: number, size: number, draft: Draft): void {
  const choices = usualCards(size)
  if (choices.length === 0) draft.problems.push(`The catalogue has no card with ${size} GiB.`)
  else draft.cards.push({ count, said: `${size} GiB`, choices, by: 'size' })
}

function named({ count, name, sizes }: Piece, draft: Draft): boolean {
  const add = (said: string, found: Named, size?: number): true => {
    draft.cards.push({ count, said, ...found })
    const at = size === undefined ? -1 : sizes.indexOf(size)
    draft.bare.push(...sizes.filter((_, index) => index !== at))
    return true
  }
  for (const size of sizes) {
    const found = namedFully(name, size)
    if (found) return add(name, found, size)
  }
  const plain = namedFully(name)
  if (plain) return add(name, plain)
  const system = draft.ramSpeed === null ? findMemorySystem(name) : null
  if (system?.ok) {
    draft.ramSpeed = { name: system.value.name, GBs: system.value.bandwidth / 1e9 }
    draft.bare.push(...sizes)
    return true
  }
  // `4080 32`: a size of RAM without its unit.
  const [, head, tail] = /^(.*\S) (\d{1,4})$/.exec(name) ?? []
  const headed = head !== undefined && Number(tail) >= 4 ? namedFully(head) : null
  if (headed && Number(tail) <= 2048) {
    draft.bare.push(Number(tail))
    return add(head ?? name, headed)
  }
  if (twoNames({ count, name, sizes, isCard: false }, draft)) return true
  for (const size of sizes) {
    const found = cardNamed(name, size)
    if (found?.by === 'start') return add(name, found, size)
  }
  const found = cardNamed(name)
  return found ? add(name, found) : false
}

/** Nobody lists more without a comma, and every way to cut them is tried. */
const mostWords = 10

/** `4090 3060`: two things with nothing between them, cards or the processor whose memory it is. */
function twoNames({ count, name, sizes }: Piece, draft: Draft): boolean {
  const words = name.split(' ')
  if (words.length > mostWords) return false
  for (let at = words.length - 1; at > 0; at--) {
    const head = words.slice(0, at).join(' ')
    const first = namedFully(head)
    const system = first || draft.ramSpeed ? null : findMemorySystem(head)
    if (!first && !system?.ok) continue
    const ramSpeed = system?.ok
      ? { name: system.value.name, GBs: system.value.bandwidth / 1e9 }
      : draft.ramSpeed
    const rest: Draft = { cards: [], bare: [], ramGib: null, ramSpeed, problems: [] }
    const piece = { count: 1, name: words.slice(at).join(' '), sizes, isCard: false }
    if (!named(piece, rest) || rest.cards.some(({ by }) => by === 'guess')) continue
    draft.cards.push(...(first ? [{ count, said: head, ...first }] : []), ...rest.cards)
    draft.bare.push(...rest.bare)
    draft.ramSpeed = rest.ramSpeed
    return true
  }
  return false
}

/** Graphics memory goes up to here where a size stands all alone; a larger one is RAM. */
const largestAlone = 32

/** Sizes that nothing was said of: RAM beside a card; alone the first is a card's. */
function settleBare(draft: Draft, withoutGpu: boolean): void {
  const sizes = [...draft.bare]
  const [first] = sizes
  const alone = draft.cards.length === 0 && !withoutGpu && first !== undefined
  if (alone && (sizes.length > 1 || draft.ramGib !== null || first <= largestAlone)) {
    sizes.shift()
    addOfSize(1, first, draft)
  }
  const ram = draft.ramGib === null ? sizes.shift() : undefined
  if (ram !== undefined) draft.ramGib = ram
  for (const size of sizes)
    draft.problems.push(`${size} GiB is not understood: RAM and the cards have their sizes already.`)
}
