import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Machine } from '../../../src/core/machine/machine.ts'
import { gib, mib, bytes } from '../../../src/core/quantity.ts'
import { known } from '../../../src/core/reading.ts'
import { choices } from '../../../src/renderer/state/choices.ts'
import { machineReading } from '../../../src/renderer/state/machine-reading.ts'
import { liveMemory, takeWhatIsFree, watchMemory } from '../../../src/renderer/state/watch-memory.ts'
import { fakeHost } from '../../server/fake-host.ts'
import { exampleGpu, exampleMachine } from '../fixtures/machine.ts'

const withFree = (free: number): Machine => ({
  ...exampleMachine,
  accelerators: [{ ...exampleGpu, free: known(bytes(free), 'nvidia-smi') }]
})
const read = withFree(gib(14.5))

let free: number
let looks: number
let end: () => void

beforeEach(() => {
  vi.useFakeTimers()
  ;[free, looks] = [gib(14.5), 0]
  choices.setState({ machine: null })
  liveMemory.setState({ machine: null, at: null, failure: null })
  machineReading.setState({ status: 'read', machine: read, at: new Date(0) }, true)
  const refresh = (): Promise<Machine> => {
    looks++
    return free < 0 ? Promise.reject(new Error('It does not answer.')) : Promise.resolve(withFree(free))
  }
  end = watchMemory({ ...fakeHost(), refresh }, document)
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

const looked = (): Promise<unknown> => vi.advanceTimersByTimeAsync(5000)
const used = (): Machine | null => machineReading.getState().machine

test('a small move is shown and keeps the machine that all answers hang on, until a person takes it', async () => {
  free = gib(14.5) - mib(100)
  await looked()
  expect(liveMemory.getState().machine).toEqual(withFree(free))
  await looked()
  expect(used()).toBe(read)
  takeWhatIsFree()
  expect(used()).toEqual(withFree(free))
})

test('a large move is taken when two looks agree on it, not while it goes on', async () => {
  for (const size of [12, 9, 6]) {
    free = gib(size)
    await looked()
    expect(used()).toBe(read)
  }
  await looked()
  expect(used()).toEqual(withFree(gib(6)))
})

test('nothing is asked for a machine that stands in', async () => {
  choices.setState({ machine: 'ram-64' })
  await looked()
  await looked()
  expect(looks).toBe(0)
})

test('a host that does not answer is said so, asked less often, and listened to again', async () => {
  free = -1
  await looked()
  expect(liveMemory.getState().failure).toBe('It does not answer.')
  await looked()
  expect(looks).toBe(1)
  free = gib(14)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(liveMemory.getState().failure).toBeNull()
})
