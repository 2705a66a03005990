import { beforeEach, expect, test } from 'vitest'
import type { BandwidthStep } from '../../../src/contract/api.ts'
import { applyOverrides } from '../../../src/core/machine/overrides.ts'
import { gigabytesPerSecond } from '../../../src/core/quantity.ts'
import { known, unknown } from '../../../src/core/reading.ts'
import { overrideHost } from '../../../src/renderer/state/change-overrides.ts'
import { choices, noOverrides } from '../../../src/renderer/state/choices.ts'
import { measureRam, measuring, stopMeasuring } from '../../../src/renderer/state/measure-ram.ts'
import { fakeHost } from '../../server/fake-host.ts'
import { exampleMachine } from '../fixtures/machine.ts'

const measured = known(gigabytesPerSecond(61.5), 'measured here: memory copied by 8 threads', 'derived')
const host = (last: BandwidthStep['bandwidth']) => ({
  ...fakeHost(),
  measureStep: (after: number): Promise<BandwidthStep> =>
    Promise.resolve({ number: after + 1, share: after / 3, bandwidth: after < 3 ? null : last })
})
const bandwidth = () => applyOverrides(exampleMachine, choices.getState().overrides).ram.bandwidth

beforeEach(() => {
  choices.setState({ machine: null, overrides: noOverrides })
  measuring.setState({ status: 'idle' }, true)
})

test('the result is a reading with its source, and a figure typed over it is not', async () => {
  await measureRam(host(measured))
  expect(bandwidth()).toEqual(measured)
  overrideHost('ramBandwidth', gigabytesPerSecond(70))
  expect(bandwidth()).toMatchObject({ confidence: 'user', source: 'entered by hand' })
  overrideHost('ramBandwidth', undefined)
  expect(choices.getState().overrides).toEqual(noOverrides)
})

test('a measurement without a result says why and changes nothing', async () => {
  await measureRam(host(unknown('Too little RAM is free to measure with.')))
  expect(measuring.getState()).toEqual({
    ...{ status: 'failed', sentence: 'Too little RAM is free to measure with.' }
  })
  expect(choices.getState().overrides).toEqual(noOverrides)
})

test('a stopped one changes nothing, whatever still comes', async () => {
  const fake = host(measured)
  const done = measureRam(fake)
  await stopMeasuring(fake)
  await done
  expect(measuring.getState()).toEqual({ status: 'idle' })
  expect(choices.getState().overrides).toEqual(noOverrides)
})
