import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactElement } from 'react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { gib } from '../../../src/core/quantity.ts'
import { unknown } from '../../../src/core/reading.ts'
import type { Accelerator } from '../../../src/core/machine/machine.ts'
import { choices, useChoices } from '../../../src/renderer/state/choices.ts'
import { AcceleratorFields } from '../../../src/renderer/views/machine/accelerator-fields.tsx'
import { exampleGpu } from '../fixtures/machine.ts'

beforeEach(() => choices.setState({ overrides: { accelerators: {} } }))
afterEach(cleanup)

const Fields = ({ gpu = exampleGpu }: { readonly gpu?: Accelerator }): ReactElement => (
  <AcceleratorFields
    detected={gpu}
    override={useChoices((state) => state.overrides.accelerators[gpu.id]) ?? {}}
    title="GPU"
  />
)

const field = (name: string): HTMLElement => screen.getByRole('group', { name })
const override = () => choices.getState().overrides.accelerators['gpu0']

test('a value is shown with its source', () => {
  render(<Fields />)
  expect(field('GPU memory').textContent).toContain('16.0 GiB')
  expect(field('GPU memory').textContent).toContain('read from nvidia-smi')
  expect(field('GPU bandwidth').textContent).toContain('looked up in device catalogue')
})

test('a typed value replaces the reading, is shown as typed, and can be undone', async () => {
  const user = userEvent.setup()
  render(<Fields />)
  await user.click(screen.getByRole('button', { name: 'Change GPU memory' }))
  const input = screen.getByRole('textbox', { name: 'GPU memory, in GiB' })
  await user.clear(input)
  await user.type(input, '23.5{Enter}')
  expect(override()).toEqual({ total: gib(23.5) })
  expect(field('GPU memory').textContent).toContain('23.5 GiB')
  expect(field('GPU memory').textContent).toContain(
    'entered by hand, in place of 16.0 GiB read from nvidia-smi'
  )

  await user.click(screen.getByRole('button', { name: 'Put back 16.0 GiB as GPU memory' }))
  expect(choices.getState().overrides).toEqual({ accelerators: {} })
  expect(field('GPU memory').textContent).toContain('16.0 GiB')
})

test('Escape leaves a field as it was', async () => {
  const user = userEvent.setup()
  render(<Fields />)
  await user.click(screen.getByRole('button', { name: 'Change GPU memory' }))
  await user.type(screen.getByRole('textbox', { name: 'GPU memory, in GiB' }), '99{Escape}')
  expect(override()).toBeUndefined()
  expect(field('GPU memory').textContent).toContain('16.0 GiB')
})

test.each(['', 'sixteen', '-4', '16 GiB or so', '1e9'])(
  '"%s" is refused with what is expected',
  async (text) => {
    const user = userEvent.setup()
    render(<Fields />)
    await user.click(screen.getByRole('button', { name: 'Change GPU memory' }))
    const input = screen.getByRole('textbox', { name: 'GPU memory, in GiB' })
    await user.clear(input)
    if (text !== '') await user.type(input, text)
    await user.keyboard('{Enter}')
    expect(screen.getByRole('alert').textContent).toMatch(/^A size in GiB/)
    expect(override()).toBeUndefined()
  }
)

test('an unknown is the word, the reason and an open field, never a zero', async () => {
  const user = userEvent.setup()
  render(<Fields gpu={{ ...exampleGpu, total: unknown('nvidia-smi printed [N/A].') }} />)
  expect(field('GPU memory').textContent).toContain('unknown')
  expect(field('GPU memory').textContent).toContain('nvidia-smi printed [N/A].')
  expect(field('GPU memory').textContent).not.toMatch(/\b0\b/)
  await user.type(screen.getByRole('textbox', { name: 'GPU memory, in GiB' }), '12,5{Enter}')
  expect(override()).toEqual({ total: gib(12.5) })
})

test('a device can be left out of the plan and taken back', async () => {
  const user = userEvent.setup()
  render(<Fields />)
  const box = screen.getByRole('checkbox', { name: 'Leave it out of the plan' })
  await user.click(box)
  expect(override()).toEqual({ ignored: true })
  await user.click(box)
  expect(choices.getState().overrides).toEqual({ accelerators: {} })
})
