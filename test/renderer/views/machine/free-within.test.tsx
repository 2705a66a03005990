import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactElement } from 'react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bytes, gib, mib } from '../../../../src/core/quantity.ts'
import { known, unknown } from '../../../../src/core/reading.ts'
import { choices, useChoices } from '../../../../src/renderer/state/choices.ts'
import { freeWithin, totalAbove } from '../../../../src/renderer/views/machine/free-within.ts'
import { HostFields } from '../../../../src/renderer/views/machine/host-fields.tsx'
import { exampleMachine } from '../../fixtures/machine.ts'

beforeEach(() => choices.setState({ overrides: { accelerators: {} } }))
afterEach(cleanup)

const read = (size: Bytes) => known(size, 'nvidia-smi')

test.each([
  { what: 'less than is there', typed: undefined, free: gib(15), answer: null },
  { what: 'all there is', typed: undefined, free: gib(16), answer: null },
  {
    what: 'more than was read',
    typed: undefined,
    free: gib(17),
    answer: 'More than the 16.0 GiB there is in all.'
  },
  { what: 'more than was read, less than typed', typed: gib(24), free: gib(17), answer: null },
  {
    what: 'less than was read, more than typed',
    typed: gib(12),
    free: gib(13),
    answer: 'More than the 12.0 GiB there is in all.'
  }
])('free memory, $what', ({ typed, free, answer }) => {
  expect(freeWithin(typed, read(gib(16)))(free)).toBe(answer)
})

test('a size that prints as the total is the total; of an unknown total nothing is too much', () => {
  // A card of 16 GiB reports 16 376 MiB, which is shown as 16.0 GiB.
  expect(freeWithin(undefined, read(mib(16_376)))(gib(16))).toBeNull()
  expect(freeWithin(undefined, unknown('not said'))(gib(500))).toBeNull()
})

test('a total below what was typed as free is refused', () => {
  expect(totalAbove(gib(14))(gib(12))).toBe(
    'Less than the 14.0 GiB entered as free. Change or undo that first.'
  )
  expect(totalAbove(undefined)(gib(12))).toBeNull()
})

const Fields = (): ReactElement => (
  <HostFields host={null} detected={exampleMachine} overrides={useChoices((state) => state.overrides)} />
)

test('RAM available above RAM is refused at the field, and nothing changes', async () => {
  const user = userEvent.setup()
  render(<Fields />)
  await user.click(screen.getByRole('button', { name: 'Change RAM available now' }))
  const input = screen.getByRole('textbox', { name: 'RAM available now, in GiB' })
  await user.clear(input)
  await user.type(input, '64{Enter}')
  expect(screen.getByRole('alert').textContent).toBe('More than the 32.0 GiB there is in all.')
  expect(choices.getState().overrides.ramAvailable).toBeUndefined()
  await user.clear(input)
  await user.type(input, '30{Enter}')
  expect(choices.getState().overrides.ramAvailable).toBe(gib(30))
})

test('a figure that another change made too large says so', () => {
  choices.setState({ overrides: { accelerators: {}, ramAvailable: gib(40) } })
  render(<Fields />)
  expect(screen.getByRole('group', { name: 'RAM available now' }).textContent).toContain(
    'More than the 32.0 GiB there is in all.'
  )
})
