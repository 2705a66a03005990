import { beforeEach, expect, test } from 'vitest'
import type { DetectionStep } from '../../../src/contract/api.ts'
import type { Machine } from '../../../src/core/machine/machine.ts'
import { machineReading, readMachine, stopReading } from '../../../src/renderer/state/machine-reading.ts'
import { fakeHost } from '../../server/fake-host.ts'
import { exampleMachine } from '../fixtures/machine.ts'

const first: Machine = { ...exampleMachine, accelerators: [] }

/** A host whose look has one picture, and ends when it is told to. */
function lookingHost() {
  const ends: { with: (machine: Machine) => void; failing: (error: Error) => void } = {
    with: () => undefined,
    failing: () => undefined
  }
  const detected = new Promise<Machine>((resolve, reject) => {
    ends.with = resolve
    ends.failing = reject
  })
  const detectStep = (after: number): Promise<DetectionStep> =>
    after === 0
      ? Promise.resolve({ number: 1, machine: first, waitingFor: ['nvidia-smi'] })
      : new Promise(() => undefined)
  return { host: { ...fakeHost(), detect: () => detected, detectStep }, ends }
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

beforeEach(() =>
  machineReading.setState({ status: 'reading', machine: null, picture: null, waitingFor: [] }, true)
)

test('what has come is shown with what is waited for; answers wait for the whole machine', async () => {
  const { host, ends } = lookingHost()
  const done = readMachine(host)
  await turn()
  expect(machineReading.getState()).toEqual({
    ...{ status: 'reading', machine: null, picture: first, waitingFor: ['nvidia-smi'] }
  })
  ends.with(exampleMachine)
  await done
  expect(machineReading.getState()).toMatchObject({ status: 'read', machine: exampleMachine })
})

test('stopped, it goes on with what has come and says what was not asked; what comes later is not taken', async () => {
  const { host, ends } = lookingHost()
  const done = readMachine(host)
  await turn()
  stopReading()
  const stopped = { status: 'read', machine: first, unasked: ['nvidia-smi'] }
  expect(machineReading.getState()).toMatchObject(stopped)
  ends.with(exampleMachine)
  await done
  expect(machineReading.getState()).toMatchObject(stopped)
})

test('a tool that hangs does not keep the page empty', async () => {
  const { host } = lookingHost()
  void readMachine(host)
  await new Promise((resolve) => setTimeout(resolve, 1700))
  expect(machineReading.getState()).toMatchObject({ status: 'reading', machine: first })
  stopReading()
})

test('a second look that fails keeps what the first had read', async () => {
  machineReading.setState({ status: 'read', machine: exampleMachine, at: new Date(0) }, true)
  const { host, ends } = lookingHost()
  const done = readMachine(host)
  ends.failing(new Error('The program has ended.'))
  await done
  expect(machineReading.getState()).toEqual({
    ...{ status: 'failed', machine: exampleMachine, sentence: 'The program has ended.' }
  })
})
