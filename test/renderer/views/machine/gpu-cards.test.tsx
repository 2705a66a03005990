import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactElement } from 'react'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Machine } from '../../../../src/core/machine/machine.ts'
import { gib } from '../../../../src/core/quantity.ts'
import { overridesSchema } from '../../../../src/core/schema/overrides.ts'
import { choices, useChoices } from '../../../../src/renderer/state/choices.ts'
import { machineReading } from '../../../../src/renderer/state/machine-reading.ts'
import { useMachine } from '../../../../src/renderer/state/use-machine.ts'
import { GpuCards } from '../../../../src/renderer/views/machine/gpu-cards.tsx'
import { exampleMachine } from '../../fixtures/machine.ts'

const bare: Machine = { ...exampleMachine, accelerators: [] }

// jsdom has no CSS object; the popover asks it to escape the name of a meta element.
vi.stubGlobal('CSS', { escape: (text: string) => text })

// The form comes when it is asked for; here it is fetched first, so that no test waits for the compiler.
beforeAll(async () => {
  await import('../../../../src/renderer/views/machine/add-card.tsx')
}, 60_000)
beforeEach(() => {
  choices.setState({ overrides: { accelerators: {} } })
  machineReading.setState({ status: 'read', machine: bare, at: new Date(0) }, true)
})
afterEach(cleanup)

/** The cards, and beside them the names of what every answer is computed from. */
function Page({ detected = bare }: { readonly detected?: Machine }): ReactElement {
  const names = useMachine()?.accelerators.map(({ name }) => (name.known ? name.value : 'unknown'))
  return (
    <>
      <GpuCards detected={detected} overrides={useChoices((state) => state.overrides)} />
      <p id="machine">{names ? names.join(', ') || 'no GPU' : 'waiting'}</p>
    </>
  )
}

const machine = (): string | null => document.querySelector('#machine')?.textContent ?? null
const added = () => choices.getState().overrides.added
const open = async () => {
  const user = userEvent.setup()
  render(<Page />)
  screen.getByRole('button', { name: 'Add a graphics card' }).focus()
  await user.keyboard('{Enter}')
  const box = await screen.findByRole('combobox', { name: 'Graphics card, as it is called' })
  await waitFor(() => expect(document.activeElement).toBe(box))
  return user
}

test('with the keyboard alone a card is searched, chosen, added and taken back', async () => {
  const user = await open()
  await user.keyboard('4070 ti')
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual([
    'GeForce RTX 4070 Ti12 GiB504 GB/s',
    'GeForce RTX 4070 Ti SUPER16 GiB672 GB/s'
  ])
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}')
  expect(screen.getByRole('combobox')).toHaveProperty('value', 'GeForce RTX 4070 Ti SUPER, 16 GiB')
  await user.keyboard('{Enter}')
  expect(added()).toEqual([{ id: 'added1', device: 'geforce-rtx-4070-ti-super-16' }])
  expect(overridesSchema.safeParse(choices.getState().overrides).success).toBe(true)
  expect(machine()).toBe('GeForce RTX 4070 Ti SUPER')
  expect(screen.getByRole('group', { name: 'GPU memory' }).textContent).toContain('16.0 GiB')
  expect(screen.getByRole('group', { name: 'GPU memory' }).textContent).toContain('device catalogue')
  expect(document.activeElement?.textContent).toBe('Add a graphics card')

  await user.tab()
  await user.keyboard('{Enter}')
  expect(choices.getState().overrides).toEqual({ accelerators: {} })
  expect(machine()).toBe('no GPU')
})

test('Enter without pointing takes the first row', async () => {
  const user = await open()
  await user.keyboard('rtx 3090{Enter}')
  expect(screen.getByRole('combobox')).toHaveProperty('value', 'GeForce RTX 3090, 24 GiB')
})

test('two of a card are two cards, each corrected by itself', async () => {
  const user = await open()
  await user.keyboard('rtx 3090{Enter}')
  const count = screen.getByRole('textbox', { name: 'How many' })
  await user.clear(count)
  await user.type(count, '2{Enter}')
  expect(added()?.map(({ id }) => id)).toEqual(['added1', 'added2'])
  expect(screen.getByRole('status').textContent).toBe('Added 2 × GeForce RTX 3090, 24 GiB. Undo')
  await user.click(screen.getByRole('button', { name: 'Change GPU 2 memory free now' }))
  const free = screen.getByRole('textbox', { name: 'GPU 2 memory free now, in GiB' })
  await user.clear(free)
  await user.type(free, '20{Enter}')
  expect(choices.getState().overrides.accelerators).toEqual({ added2: { free: gib(20) } })
  // Another change was made since: going back to before the adding would lose it.
  expect(screen.getByRole('status').textContent).toBe('')
})

test('a removed card comes back with what was typed over it', async () => {
  choices.setState({
    overrides: {
      accelerators: { added3: { total: gib(23) } },
      added: [{ id: 'added3', device: 'geforce-rtx-4090-24' }]
    }
  })
  const before = choices.getState().overrides
  const user = userEvent.setup()
  render(<Page />)
  await waitFor(() => expect(machine()).toBe('GeForce RTX 4090'))
  await user.click(screen.getByRole('button', { name: 'Remove GPU' }))
  expect(choices.getState().overrides).toEqual({ accelerators: {} })
  expect(machine()).toBe('no GPU')
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(choices.getState().overrides).toEqual(before)
})

test('a card that is not in the list is typed, and wrong figures are refused at their field', async () => {
  const user = await open()
  await user.click(screen.getByRole('button', { name: 'It is not in the list' }))
  await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Prototype')
  await user.type(screen.getByRole('textbox', { name: 'Memory, GiB' }), '0')
  await user.type(screen.getByRole('textbox', { name: 'Bandwidth if known, GB/s' }), 'fast{Enter}')
  expect(screen.getAllByRole('alert').map((alert) => alert.textContent)).toEqual([
    'A size in GiB above 0, such as 12.',
    'A bandwidth in GB/s above 0, such as 672.'
  ])
  expect(added()).toBeUndefined()
  await user.clear(screen.getByRole('textbox', { name: 'Memory, GiB' }))
  await user.type(screen.getByRole('textbox', { name: 'Memory, GiB' }), '20')
  await user.clear(screen.getByRole('textbox', { name: 'Bandwidth if known, GB/s' }))
  await user.click(screen.getByRole('radio', { name: 'AMD' }))
  await user.click(screen.getByRole('button', { name: 'Add' }))
  expect(added()).toEqual([{ id: 'added1', name: 'Prototype', vendor: 'amd', total: gib(20) }])
  expect(screen.getByRole('group', { name: 'GPU bandwidth' }).textContent).toContain('unknown')
})

test('nothing chosen is refused with what to do', async () => {
  const user = await open()
  await user.click(screen.getByRole('button', { name: 'Add' }))
  expect(screen.getByRole('alert').textContent).toBe(
    'Choose a device of the list, or enter one that is not in it.'
  )
  expect(added()).toBeUndefined()
})

test('Escape closes the list first, then the form, and never leaves the view', async () => {
  const user = await open()
  let arrived = 0
  const listen = () => (arrived += 1)
  window.addEventListener('keydown', listen)
  await user.keyboard('30')
  arrived = 0
  await user.keyboard('{Escape}')
  expect(screen.getByRole('combobox').getAttribute('aria-expanded')).toBe('false')
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('combobox')).toBeNull()
  expect(document.activeElement?.textContent).toBe('Add a graphics card')
  expect(arrived).toBe(0)
  window.removeEventListener('keydown', listen)
})

test('after sixteen cards there is no seventeenth', () => {
  const ids = Array.from({ length: 16 }, (_, at) => `added${at + 1}`)
  const card = { name: 'Card', vendor: 'other' as const, total: gib(8) }
  choices.setState({ overrides: { accelerators: {}, added: ids.map((id) => ({ id, ...card })) } })
  render(<Page />)
  expect(screen.getByText('No more cards can be added.')).toBeDefined()
})
