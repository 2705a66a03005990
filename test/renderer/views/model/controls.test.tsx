import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exampleMachine as simulated } from '../../../../scripts/screenshots/example-machine.ts'
import { models } from '../../../../src/catalog/catalog.ts'
import { isRunnable, type RunnableModel } from '../../../../src/core/model/model.ts'
import { assessmentOf } from '../../../../src/renderer/state/assessments.ts'
import { choices, untuned, useChoices } from '../../../../src/renderer/state/choices.ts'
import { useModelAsk } from '../../../../src/renderer/state/use-ask.ts'
import { CacheTypeControl } from '../../../../src/renderer/views/model/cache-type.tsx'
import { PlacementControls } from '../../../../src/renderer/views/model/placement-controls.tsx'

const machine = simulated()
const runnable = (slug: string): RunnableModel => {
  const model = models.find((one) => one.slug === slug)
  if (!model || !isRunnable(model)) throw new Error(`${slug} is not in the catalogue`)
  return model
}

function Placement({ model }: { readonly model: RunnableModel }) {
  const ask = useModelAsk()
  const tuning = useChoices((state) => state.tuning)
  const assessment = assessmentOf(machine, model, 'Q4_K_M', ask)
  return (
    <PlacementControls
      {...{ machine, model, ask, tuning, assessment }}
      quant="Q4_K_M"
      consequence="so fast"
    />
  )
}

beforeEach(() => choices.setState({ tuning: untuned, contextTokens: 32_768, parallel: 1, cacheType: 'f16' }))
afterEach(cleanup)

const slider = (name: string): HTMLInputElement => screen.getByRole('slider', { name })

test('experts are automatic until touched, and one press brings that back', () => {
  const model = runnable('qwen3-30b-a3b')
  const { container } = render(<Placement model={model} />)
  const details = container.querySelector('details')
  expect(details?.open).toBe(false)
  if (details) details.open = true
  const experts = slider('Layers with experts in RAM')
  const planned = Number(experts.value)
  expect(planned).toBeGreaterThan(0)
  const back = screen.getByRole('button', { name: `Automatic: ${planned} of 48, Layers with experts in RAM` })
  expect(back.getAttribute('aria-pressed')).toBe('true')
  expect(experts.getAttribute('aria-valuetext')).toBe(`${planned} of 48: automatic, so fast`)

  fireEvent.change(experts, { target: { value: '40' } })
  expect(choices.getState().tuning.cpuMoeLayers).toBe(40)
  expect(back.getAttribute('aria-pressed')).toBe('false')
  expect(back.textContent).toContain(`Automatic: ${planned} of 48`)
  expect(experts.getAttribute('aria-valuetext')).toBe('40 of 48: so fast')

  fireEvent.click(back)
  expect(choices.getState().tuning).toEqual(untuned)
  expect(experts.value).toBe(String(planned))
})

test('a dense model has no experts to place; the output layer counts as one', () => {
  const model = runnable('gemma-3-12b-it')
  render(<Placement model={model} />)
  expect(slider('Layers on the GPU').max).toBe(String(model.architecture.layers + 1))
  expect(screen.queryByRole('slider', { name: 'Layers with experts in RAM' })).toBeNull()
})

test('what is set is open from the beginning', () => {
  choices.setState({ tuning: { ...untuned, ubatch: 2048 } })
  const { container } = render(<Placement model={runnable('qwen3-30b-a3b')} />)
  expect(container.querySelector('details')?.open).toBe(true)
  expect(slider('Micro-batch').getAttribute('aria-valuetext')).toBe('2,048 tokens: so fast')
})

test('every cache type can be had: three at hand, the others in a menu', () => {
  const { architecture } = runnable('qwen3-30b-a3b')
  const { rerender } = render(<CacheTypeControl architecture={architecture} value="f16" />)
  fireEvent.click(screen.getByRole('radio', { name: 'q8_0' }))
  expect(choices.getState().cacheType).toBe('q8_0')
  const menu = screen.getByRole('combobox', { name: 'Other cache types' })
  fireEvent.change(menu, { target: { value: 'q5_1' } })
  expect(choices.getState().cacheType).toBe('q5_1')
  rerender(<CacheTypeControl architecture={architecture} value="q5_1" />)
  expect((menu as HTMLSelectElement).value).toBe('q5_1')
  expect(screen.queryByRole('radio', { checked: true })).toBeNull()
})
