import { cleanup, render, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactElement } from 'react'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { HostApi } from '../../../../src/contract/api.ts'
import type { CalibrationRecord } from '../../../../src/core/machine/calibration-record.ts'
import { choices } from '../../../../src/renderer/state/choices.ts'
import { machineReading } from '../../../../src/renderer/state/machine-reading.ts'
import { measurements } from '../../../../src/renderer/state/measurements.ts'
import { useMachine } from '../../../../src/renderer/state/use-machine.ts'
import { MeasuredSection } from '../../../../src/renderer/views/machine/measured-section.tsx'
import { fakeHost } from '../../../server/fake-host.ts'
import { exampleMachine } from '../../fixtures/machine.ts'

// jsdom has no CSS object; the popover asks it to escape the name of a meta element.
vi.stubGlobal('CSS', { escape: (text: string) => text })

// The form comes when it is asked for; here it is fetched first, so that no test waits for the compiler.
beforeAll(async () => {
  await import('../../../../src/renderer/views/machine/measured-form.tsx')
}, 60_000)
beforeEach(() => {
  choices.setState({ machine: null, overrides: { accelerators: {} } })
  measurements.setState({ records: [], pending: false, failure: null })
  machineReading.setState({ status: 'read', machine: exampleMachine, at: new Date(0) }, true)
})
afterEach(cleanup)

const halved: CalibrationRecord = {
  id: 4,
  date: '2026-11-24',
  engine: 'Ollama',
  model: 'meta-llama/Llama-3.1-8B-Instruct',
  quant: 'Q4_K_M',
  what: 'decode',
  depthTokens: 320,
  tokensPerSecond: 50,
  correction: { device: 'Example 16', factor: 0.5 }
}

/** A host that keeps measurements in memory. */
function keeping(first: readonly CalibrationRecord[] = [], fault?: Error): HostApi {
  let records = first
  let last = 9
  return {
    ...fakeHost(),
    listMeasurements: () => (fault ? Promise.reject(fault) : Promise.resolve(records)),
    addMeasurement: (measured) => {
      const added = { id: ++last, ...measured }
      records = [...records, added]
      return Promise.resolve(added)
    },
    removeMeasurement: (id) => {
      records = records.filter((one) => one.id !== id)
      return Promise.resolve(true)
    },
    saveReport: ({ name }) => Promise.resolve({ saved: true, where: `/home/${name}` })
  }
}

/** The section, and beside it the bandwidth that every answer is computed from. */
function Page({ host }: { readonly host: HostApi }): ReactElement {
  const bandwidth = useMachine()?.accelerators[0]?.bandwidth
  return (
    <>
      <MeasuredSection host={host} />
      <p id="bandwidth">{bandwidth?.known ? String(Math.round(bandwidth.value / 1e9)) : 'unknown'}</p>
    </>
  )
}
const bandwidth = (): number => Number(document.querySelector('#bandwidth')?.textContent)
const status = (): HTMLElement => screen.getAllByRole('status').at(-1) as HTMLElement

test('lists what was measured, and answers follow; removing it and taking that back follow at once', async () => {
  const user = userEvent.setup()
  render(<Page host={keeping([halved])} />)
  const row = await screen.findByRole('listitem')
  expect(row.textContent).toMatch(/Llama 3\.1 8B.* Q4_K_M: 50\.0 tok\/s|Q4_K_M: 50 tok\/s/)
  expect(row.textContent).toContain('writing, 320 tokens in the cache · Ollama · 2026-11-24')
  expect(row.textContent).toContain('Example 16 reads at 50 % of what was assumed')
  expect(bandwidth()).toBe(336)
  await user.click(within(row).getByRole('button', { name: /^Remove the measurement of Llama 3\.1 8B/ }))
  await waitFor(() => expect(bandwidth()).toBe(672))
  expect(screen.queryByRole('listitem')).toBe(null)
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(bandwidth()).toBe(336))
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Add a measurement…' }))
})

test('adds a speed of a model that is searched for, with what follows from it shown before it is kept', async () => {
  const user = userEvent.setup()
  render(<Page host={keeping()} />)
  await user.click(screen.getByRole('button', { name: 'Add a measurement…' }))
  const form = await screen.findByRole('form', { name: 'Add a measurement' })
  await user.click(within(form).getByRole('button', { name: 'Keep' }))
  expect(form.textContent).toContain('Choose the model that was run.')
  await user.type(within(form).getByRole('combobox', { name: 'Model that was run' }), 'llama 3.1 8b{Enter}')
  await within(form).findByText('Llama 3.1 8B')
  expect(within(form).getByRole('combobox', { name: 'File type' })).toHaveProperty('value', 'Q4_K_M')
  await user.type(within(form).getByRole('textbox', { name: 'Writing, tokens/s' }), '90000')
  await within(form).findByText(/cannot be explained by the bandwidth of Example 16/)
  await user.click(within(form).getByRole('button', { name: 'Keep' }))
  expect(screen.queryByRole('listitem')).toBe(null)
  await user.clear(within(form).getByRole('textbox', { name: 'Writing, tokens/s' }))
  await user.type(within(form).getByRole('textbox', { name: 'Writing, tokens/s' }), '70')
  await within(form).findByText(/Example 16 reads at \d+ % of what was assumed/)
  await user.click(within(form).getByRole('button', { name: 'Keep' }))
  await screen.findByRole('listitem')
  expect(screen.queryByRole('form')).toBe(null)
  await waitFor(() => expect(bandwidth()).not.toBe(672))
  expect(status().textContent).toMatch(/^Kept: every answer/)
})

test('exports them as the file the command line writes', async () => {
  const user = userEvent.setup()
  render(<Page host={keeping([halved])} />)
  await user.click(await screen.findByRole('button', { name: 'Export' }))
  await waitFor(() => expect(status().textContent).toMatch(/are in \/home\/plimsoll-measurements\.json/))
})

test('says why they cannot be read, and corrects nothing then', async () => {
  render(<Page host={keeping([], new Error('The measurements are damaged: repair the file.'))} />)
  await screen.findByText(/damaged: repair the file/)
  expect(bandwidth()).toBe(672)
  expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined()
})

test('a machine that stands in is not corrected, and no answer comes before the measurements do', () => {
  measurements.setState({ records: [halved], pending: true })
  render(<Page host={keeping([halved])} />)
  expect(document.querySelector('#bandwidth')?.textContent).toBe('unknown')
})
