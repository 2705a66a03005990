import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { TermTable } from '../../../../src/renderer/views/model/term-table.tsx'
import { exampleBill } from '../../fixtures/assessment.ts'

afterEach(cleanup)

test('a term opens into the reason of each of its figures, to the byte, and closes again', () => {
  const bills = [
    exampleBill({ weights: 4, 'kv-cache': 1 }),
    exampleBill({ weights: 0.5 }, { kind: 'host', name: 'RAM' })
  ]
  const { container } = render(<TermTable bills={bills} quant="Q4_K_M" cacheType="f16" />)
  const term = screen.getByRole('button', { name: 'weights, Q4_K_M' })
  expect(term.getAttribute('aria-expanded')).toBe('false')
  fireEvent.click(term)
  const reasons = [...container.querySelectorAll('.term-reasons li')].map((item) => item.textContent)
  expect(reasons).toEqual([
    'GPUmade up for tests4,294,967,296 bytes, exact, by the engine’s own rules',
    'RAMmade up for tests536,870,912 bytes, exact, by the engine’s own rules'
  ])
  fireEvent.click(term)
  expect(container.querySelector('.term-reasons')).toBeNull()
})
