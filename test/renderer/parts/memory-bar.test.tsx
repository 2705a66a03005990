import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { gib } from '../../../src/core/quantity.ts'
import { barOf } from '../../../src/core/report/bar.ts'
import { MemoryBar } from '../../../src/renderer/parts/memory-bar.tsx'
import { exampleBill } from '../fixtures/assessment.ts'

afterEach(cleanup)

test('the picture says in words what it shows', () => {
  render(<MemoryBar bar={barOf(exampleBill({ weights: 8, 'kv-cache': 4 }))} />)
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
    'Example 16: 12.0 GiB to load (weights 8.00 GiB, KV cache 4.00 GiB); load line at 13.5 GiB, 14.5 GiB free of 16.0 GiB'
  )
})

test('segments and line are placed where the geometry says', () => {
  const { container } = render(<MemoryBar bar={barOf(exampleBill({ weights: 8 }))} />)
  const weights = container.querySelector<HTMLElement>('.weights')
  expect(weights?.style.left).toBe('9.375%')
  expect(weights?.style.width).toBe('50%')
  expect(container.querySelector<HTMLElement>('.load-line')?.style.left).toBe('93.75%')
})

test('an overload keeps its true size: the hold shrinks instead of the load', () => {
  const { container } = render(<MemoryBar bar={barOf(exampleBill({ weights: 30.5 }))} />)
  expect(container.querySelector<HTMLElement>('.bar-hold')?.style.width).toBe('50%')
  expect(container.querySelector<HTMLElement>('.weights')?.style.width).toBe('95.313%')
  expect(container.querySelector<HTMLElement>('.load-line')?.style.left).toBe('46.875%')
})

test('without a known line none is drawn, and the words say so', () => {
  const { container } = render(
    <MemoryBar bar={barOf(exampleBill({ weights: 8 }, { free: gib(14), loadLine: null }))} />
  )
  expect(container.querySelector('.load-line')).toBeNull()
  expect(screen.getByRole('img').getAttribute('aria-label')).toContain('load line unknown')
})
