import { parseArgs } from 'node:util'
import { dense, headerOf, moreSamples } from '../test/core/model/gguf/sample-headers.ts'
import { fuzzOnce } from './fuzz/fuzz-once.ts'
import { mutate } from './fuzz/mutate.ts'
import { randomFrom } from './fuzz/random.ts'

/**
 * `npm run fuzz`: reads damaged GGUF headers, as `check FILE.gguf` does, and stops at the first that crashes, takes more
 * than a second, or is answered with a number that is none. A failing header is named by its seed and its number.
 */
const { values } = parseArgs({
  options: { seed: { type: 'string' }, count: { type: 'string', default: '100000' } }
})
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
const count = Number(values.count)
if (!Number.isInteger(seed) || seed < 0 || !Number.isInteger(count) || count < 1) {
  throw new RangeError('--seed and --count are whole numbers, --count from 1 on.')
}

console.log(`${count} mutated headers, --seed ${seed}`)
const sources = [...moreSamples, dense('llama', 3)].map(headerOf)
const mostMilliseconds = 1000
const mostRss = 256 * 2 ** 20
const started = performance.now()
const outcomes = new Map<string, number>()
let slowest = 0
for (let at = 0; at < count; at++) {
  const random = randomFrom(seed + at)
  const source = sources[at % sources.length]
  if (!source) continue
  const bytes = mutate(source, random)
  const before = performance.now()
  const outcome = fuzzOnce(bytes)
  const took = performance.now() - before
  slowest = Math.max(slowest, took)
  if (outcome.kind === 'broken' || took > mostMilliseconds) {
    console.error(
      `Header ${at} of --seed ${seed}: ${outcome.kind === 'broken' ? outcome.what : `${took} ms`}`
    )
    process.exit(1)
  }
  outcomes.set(outcome.kind, (outcomes.get(outcome.kind) ?? 0) + 1)
}
const rss = process.resourceUsage().maxRSS * 1024
for (const [kind, times] of [...outcomes].sort((a, b) => b[1] - a[1])) console.log(`  ${times} ${kind}`)
console.log(
  `No crash, no hang. ${((performance.now() - started) / 1000).toFixed(1)} s, slowest ${slowest.toFixed(1)} ms, ` +
    `at most ${Math.round(rss / 2 ** 20)} MiB of memory.`
)
if (rss > mostRss) {
  console.error(`More than ${mostRss / 2 ** 20} MiB of memory were used.`)
  process.exit(1)
}
