import type { Machine } from '../core/machine/machine.ts'
import { unknown } from '../core/reading.ts'
import type { DeviceCatalogue } from './combine/match-device.ts'
import { combine } from './combine/combine.ts'
import type { MachineFacts, OnFacts } from './gather/machine-facts.ts'
import { nodeMemory, waiting } from './gather/machine-facts.ts'
import type { Probe } from './probe/probe.ts'
import { within, withDeadlines } from './probe/probe.ts'
import { cpuOfNode } from './read/cpu.ts'

/** Every question has its own deadline; this one is for what nobody thought of. */
const deadline = 20_000

/** A picture of the machine while it is looked at. */
export interface DetectionStep {
  readonly machine: Machine
  /** What is still waited for: `nvidia-smi`, `PowerShell`. Empty in the last picture. */
  readonly waitingFor: readonly string[]
}

export interface DetectOptions extends DeviceCatalogue {
  /** Told of each picture, the first one at once and the last one last. */
  readonly onStep?: (step: DetectionStep) => void
  /** Told of the facts behind the last picture, with which its cheap values can be read again. */
  readonly onFacts?: (facts: MachineFacts) => void
}

/**
 * What a machine is. Never rejects: what could not be read is a reading with its reason, and `notes` says what to do
 * about it.
 */
export async function detect(probe: Probe, options: DetectOptions): Promise<Machine> {
  const { onStep, onFacts } = options
  const gather = gatherers[probe.platform]
  onStep?.({ machine: firstPicture(probe, options), waitingFor: ['the system'] })
  const seen = { facts: fromNode(probe) }
  const tell: OnFacts = (facts, waitingFor) => {
    seen.facts = facts
    onStep?.({ machine: combine(facts, options), waitingFor })
  }
  const last = gather ? await within(deadline, () => gather(withDeadlines(probe), tell), null) : null
  const facts = last ?? withNote(seen.facts, gather ? late : unsupported(probe.platform))
  onFacts?.(facts)
  const machine = combine(facts, options)
  onStep?.({ machine, waitingFor: [] })
  return machine
}

/** What Node knows without asking anything, at once. */
export const firstPicture = (probe: Probe, catalogue: DeviceCatalogue): Machine =>
  combine(fromNode(probe), catalogue)

/** Of three systems a machine has one: what asks the others is not loaded. */
const gatherers: Readonly<Record<string, (probe: Probe, onFacts: OnFacts) => Promise<MachineFacts>>> = {
  linux: async (...how) => (await import('./gather/gather-linux.ts')).gatherLinux(...how),
  win32: async (...how) => (await import('./gather/gather-windows.ts')).gatherWindows(...how),
  darwin: async (...how) => (await import('./gather/gather-macos.ts')).gatherMacos(...how)
}

const platforms: Readonly<Record<string, Machine['platform']>> = {
  linux: 'linux',
  win32: 'windows',
  darwin: 'macos'
}

function fromNode(probe: Probe): MachineFacts {
  return {
    platform: platforms[probe.platform] ?? 'other',
    os: waiting,
    environment: 'physical',
    cpu: cpuOfNode(probe.cpus()),
    ram: nodeMemory(probe),
    ramBandwidth: unknown('The memory modules were not read.'),
    gpus: [],
    notes: []
  }
}

const late = 'Detection did not end in time; GPUs may be missing. Detect again, or enter them by hand.'
const unsupported = (platform: string): string =>
  `Detection does not know this system (${platform}). Enter the GPU and its memory by hand.`

const withNote = (facts: MachineFacts, note: string): MachineFacts => ({
  ...facts,
  os: facts.os === waiting ? unknown('The system was not asked.') : facts.os,
  notes: [...facts.notes, note]
})
