import { expect, test } from 'vitest'
import { fuzzOnce } from '../../../../scripts/fuzz/fuzz-once.ts'
import { mutate } from '../../../../scripts/fuzz/mutate.ts'
import { randomFrom } from '../../../../scripts/fuzz/random.ts'
import { headerOf, moreSamples } from './sample-headers.ts'

test(
  '2,000 mutated headers are read or refused with a sentence: `npm run fuzz` in small',
  { timeout: 60_000 },
  () => {
    const sources = moreSamples.map(headerOf)
    const outcomes = new Set<string>()
    for (let at = 0; at < 2000; at++) {
      const source = sources[at % sources.length] ?? new Uint8Array(1)
      const outcome = fuzzOnce(mutate(source, randomFrom(at)))
      if (outcome.kind === 'broken') throw new Error(`Header ${at}: ${outcome.what ?? ''}`)
      outcomes.add(outcome.kind)
    }
    // The mutations reach past the first bytes.
    expect([...outcomes]).toEqual(
      expect.arrayContaining(['read', 'damaged', 'too-large', 'bad-value', 'unknown-type'])
    )
  }
)

test('every sample is read before it is damaged', () => {
  for (const sample of moreSamples) expect(fuzzOnce(headerOf(sample))).toEqual({ kind: 'read' })
})
