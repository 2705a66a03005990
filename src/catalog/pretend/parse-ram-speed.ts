import { findMemorySystem } from '../memory-system.ts'

export interface RamSpeed {
  /** `DDR5-5600, 2 channels`, or `89.6 GB/s` as it was typed. */
  readonly name: string
  readonly GBs: number
}

const modules =
  /(?:\b(\d{1,2})x\s*|\b(\d{1,2}|single|dual|quad)[\s-]*channels?\s+)?\b((?:lp)?ddr\d)(x?)[\s-]*(\d{3,5})\b(?:\s*(?:mt\/?s|mhz))?(?:\s*x\s*(\d{1,2})\b)?(?:[\s,]*\b(\d{1,2}|single|dual|quad)[\s-]*channels?)?(?:[\s,]*(\d+)\s*bit)?/
const rate = /(\d+(?:\.\d+)?)\s*(?:gb\s*\/\s*s|gbps)(?:\s*(?:of\s*)?(?:ram|memory|bandwidth))*/
const named: Readonly<Record<string, string>> = { single: '1', dual: '2', quad: '4' }

/**
 * Takes the speed of RAM out of a sentence in plain words: modules (`ddr5-5600`, `8x ddr4-3200`, `lpddr5x-8000 256
 * bit`) or a bandwidth (`89.6 gb/s`). A problem is why it
 * cannot be, a hint what is missing; both are sentences.
 */
export function takeRamSpeed(text: string): {
  readonly rest: string
  readonly speed: RamSpeed | null
  readonly problem: string | null
  readonly hint: string | null
} {
  const bandwidth = rate.exec(text)
  if (bandwidth) {
    const GBs = Number(bandwidth[1])
    const rest = text.replace(bandwidth[0], ' ')
    return GBs > 0 && GBs <= 1e6
      ? { rest, speed: { name: `${GBs} GB/s`, GBs }, problem: null, hint: null }
      : { rest, speed: null, problem: 'A bandwidth of RAM is above 0 GB/s.', hint: null }
  }
  const found = modules.exec(text)
  if (found) {
    const [all, times, first, kind = '', low = '', transfers = '', after, last, bits] = found
    const words = first ?? last
    const channels = times ?? after ?? (words === undefined ? undefined : (named[words] ?? words))
    const system = findMemorySystem(
      `${channels === undefined ? '' : `${channels}x `}${kind}${low}-${transfers}${bits === undefined ? '' : ` ${bits} bit`}`
    )
    const rest = text.replace(all, ' ram ')
    return system.ok
      ? {
          rest,
          speed: { name: system.value.name, GBs: system.value.bandwidth / 1e9 },
          problem: null,
          hint: null
        }
      : { rest, speed: null, problem: system.error, hint: null }
  }
  const bare = /\b((?:lp)?ddr\d)x?\b/.exec(text)
  if (bare)
    return {
      rest: text.replace(bare[0], ' ram '),
      speed: null,
      problem: null,
      hint: `${bare[1]?.toUpperCase() ?? ''} comes in many speeds: write it as ${bare[1] === 'ddr4' ? 'DDR4-3200' : 'DDR5-5600'}.`
    }
  return { rest: text, speed: null, problem: null, hint: null }
}
