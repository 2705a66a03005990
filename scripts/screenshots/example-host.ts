import type { HostApi } from '../../src/contract/api.ts'
import { createHost } from '../../src/host/create-host.ts'
import { exampleMachine } from './example-machine.ts'

/** A host with settings of its own in `dataFolder`, on the machine of the pictures, which never changes. */
export function exampleHost(dataFolder: string, machine = exampleMachine()): HostApi {
  const here = () => Promise.resolve(machine)
  const detectStep: HostApi['detectStep'] = (after) =>
    Promise.resolve({ number: after + 1, machine, waitingFor: [] })
  return { ...createHost({ dataFolder }), detect: here, refresh: here, detectStep }
}
