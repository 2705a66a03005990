import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { VerdictLevel } from '../../../src/core/fit/verdict.ts'
import { VerdictMark } from '../../../src/renderer/parts/verdict-mark.tsx'

afterEach(cleanup)

const cases: readonly (readonly [VerdictLevel, string])[] = [
  ['fits', 'Fits'],
  ['fits-with-offload', 'Experts in RAM'],
  ['cpu-only', 'Runs on CPU'],
  ['does-not-fit', 'Too large'],
  ['unknown', 'Unknown'],
  ['not-obtainable', 'Not obtainable']
]

test.each(cases)('%s is shown by shape, word and colour', (level, word) => {
  const { container } = render(<VerdictMark verdict={{ level, word }} />)
  const mark = container.querySelector('.verdict')
  expect(mark?.textContent).toBe(word)
  expect(mark?.classList.contains(`verdict-${level}`)).toBe(true)
  expect(mark?.querySelector('svg')?.getAttribute('data-shape')).toBe(level)
})

test('no two verdicts have the same shape', () => {
  const shapes = cases.map(([level, word]) => {
    const { container } = render(<VerdictMark verdict={{ level, word }} />)
    return container.querySelector('svg')?.innerHTML
  })
  expect(new Set(shapes).size).toBe(cases.length)
})
