import type { Machine } from '../core/machine/machine.ts'
import { unknown } from '../core/reading.ts'
import type { FindDevice } from './combine/match-device.ts'
import { combine } from './combine/combine.ts'
import { gatherLinux } from './gather/gather-linux.ts'
import { gatherMacos } from './gather/gather-macos.ts'
import { gatherWindows, nodeMemory } from './gather/gather-windows.ts'
import type { MachineFacts } from './gather/machine-facts.ts'
import type { Probe } from './probe/probe.ts'
import { within, withDeadlines } from './probe/probe.ts'
import { cpuOfNode } from './read/cpu.ts'

/** Every question has its own deadline; this one is for what nobody thought of. */
const deadline = 30_000

export interface DetectOptions {
  readonly findDevice: FindDevice
}

/**
 * What a machine is. Never rejects: what could not be read is a reading with its reason, and `notes` says what to do
 * about it.
 */
export function detect(probe: Probe, { findDevice }: DetectOptions): Promise<Machine> {
  const gather = gatherers[probe.platform]
  const least = combine(unreadable(probe, gather !== undefined), findDevice)
  if (!gather) return Promise.resolve(least)
  return within(deadline, async () => combine(await gather(withDeadlines(probe)), findDevice), least)
}

const gatherers: Readonly<Record<string, (probe: Probe) => Promise<MachineFacts>>> = {
  linux: gatherLinux,
  win32: gatherWindows,
  darwin: gatherMacos
}

const platforms: Readonly<Record<string, Machine['platform']>> = {
  linux: 'linux',
  win32: 'windows',
  darwin: 'macos'
}

/** What Node knows by itself, with a note that nothing more could be read. */
function unreadable(probe: Probe, supported: boolean): MachineFacts {
  return {
    platform: platforms[probe.platform] ?? 'other',
    os: unknown('The system was not asked.'),
    environment: 'physical',
    cpu: cpuOfNode(probe.cpus()),
    ram: nodeMemory(probe),
    ramBandwidth: unknown('The memory modules could not be read.'),
    gpus: [],
    notes: [
      supported
        ? 'Detection did not end in time; GPUs may be missing. Detect again, or enter them by hand.'
        : `Detection does not know this system (${probe.platform}). Enter the GPU and its memory by hand.`
    ]
  }
}
