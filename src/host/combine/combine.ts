import type { Accelerator, Machine } from '../../core/machine/machine.ts'
import { usualBackend } from '../../core/machine/usual-backend.ts'
import type { Bytes, BytesPerSecond } from '../../core/quantity.ts'
import { bytes, gib, gigabytesPerSecond } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown, valueOf } from '../../core/reading.ts'
import type { MachineFacts } from '../gather/machine-facts.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import { gpuMemory } from './gpu-memory.ts'
import { judgeKind } from './judge-kind.ts'
import { kindOfId } from './kind-of-id.ts'
import type { DeviceCatalogue, DeviceMatch } from './match-device.ts'
import { matchDevice } from './match-device.ts'

/** Facts of the system and figures of the catalogue, as the machine the rest of the program plans with. */
export function combine(facts: MachineFacts, catalogue: DeviceCatalogue): Machine {
  const cpuName = valueOf(facts.cpu.name) ?? ''
  const accelerators = facts.gpus
    .map((gpu) => ({ gpu, kind: kindOfId(gpu, catalogue) ?? judgeKind(gpu, cpuName) }))
    // Cards before graphics of the processor, as engines list them; NVIDIA's first, as they are joined, so that numbers
    // do not change while answers come in; then as the driver counts.
    .sort((one, two) => rank(one) - rank(two))
    .map(({ gpu, kind }, index) => accelerator(gpu, kind, index, facts, cpuName, catalogue))
  return {
    name: 'this machine',
    platform: facts.platform,
    os: facts.os,
    environment: facts.environment,
    cpu: facts.cpu,
    ram: { ...facts.ram, bandwidth: ramBandwidth(facts.ramBandwidth, accelerators) },
    accelerators,
    notes: [
      ...facts.notes,
      ...(accelerators.filter((one) => one.kind === 'mig').length > 1
        ? ['A program uses one slice of a partitioned GPU (MIG), never several: plan with the largest.']
        : []),
      ...accelerators.flatMap(whatToDo)
    ]
  }
}

const rank = ({ gpu, kind }: { gpu: GpuFacts; kind: Accelerator['kind'] }): number =>
  (kind === 'integrated' ? 2 : 0) + (gpu.vendor === 'nvidia' ? 0 : 1)

function accelerator(
  gpu: GpuFacts,
  kind: Accelerator['kind'],
  index: number,
  facts: MachineFacts,
  cpuName: string,
  catalogue: DeviceCatalogue
): Accelerator {
  const memory = gpuMemory(gpu, kind, facts.platform, facts.ram)
  const ram = valueOf(facts.ram.total) ?? 0
  const whole = {
    discrete: valueOf(memory.total),
    // Printed is the memory of the whole machine, of which the system sees what was not set aside for the GPU.
    unified: ram === 0 ? null : bytes(ram + (gpu.vendor === 'amd' ? (valueOf(gpu.total) ?? 0) : 0)),
    integrated: null,
    mig: null
  }[kind]
  const match = matchDevice(gpu, kind, whole, cpuName, catalogue)
  const { device } = match
  const total = memory.total.known || kind !== 'discrete' ? memory.total : printedSize(match, memory.total)
  return {
    id: `gpu${index}`,
    name: nameOf(gpu.name, match),
    vendor: gpu.vendor,
    kind,
    ...(gpu.slot === null ? {} : { slot: gpu.slot }),
    total,
    free: memory.free,
    bandwidth: deviceBandwidth(match, kind, facts.ramBandwidth),
    device,
    backend: usualBackend(gpu.vendor, kind, facts.platform),
    sharesHostMemory: memory.sharesHostMemory,
    ...(memory.pool === null ? {} : { pool: memory.pool })
  }
}

/** The size in the catalogue, only where no source gave a figure: of one product in one size, never of two. */
function printedSize({ device, candidates }: DeviceMatch, none: Reading<Bytes>): Reading<Bytes> {
  if (device?.memoryGib) return known(gib(device.memoryGib), 'printed size, device catalogue', 'catalogue')
  const sizes = [...new Set(candidates.map(({ memoryGib }) => memoryGib))].filter((size) => size !== null)
  const [first] = sizes
  if (none.known || first === undefined) return none
  if (sizes.length === 1) return known(gib(first), 'printed size, device catalogue', 'catalogue')
  return unknown(
    `${none.reason} The catalogue has this product with ${sizes.sort((a, b) => a - b).join(' or ')} GiB: enter which.`
  )
}

/** A driver that knows no name, or only the chip of several products, is helped out by the catalogue. */
function nameOf(name: Reading<string>, { device, candidates }: DeviceMatch): Reading<string> {
  const vague = !name.known || /\[[^\]]*\/[^\]]*\]/.test(name.value)
  if (vague && device) return known(device.name, 'device catalogue', 'catalogue')
  if (name.known || candidates.length === 0) return name
  return known(listed(candidates.map((one) => one.name)), 'device catalogue, by PCI id', 'catalogue')
}

function deviceBandwidth(
  { device, candidates }: DeviceMatch,
  kind: Accelerator['kind'],
  ram: Reading<BytesPerSecond>
): Reading<BytesPerSecond> {
  // Graphics of a processor are as fast as the memory that is plugged in, whatever the catalogue assumes of it.
  if (kind === 'integrated' && ram.known) return ram
  const figures = new Set(candidates.map(({ bandwidthGBs }) => bandwidthGBs))
  const [figure] = figures
  if (figures.size === 1 && figure) return known(gigabytesPerSecond(figure), 'device catalogue', 'catalogue')
  if (kind === 'integrated') return ram
  return unknown(
    kind === 'mig'
      ? 'A slice of a GPU has a part of its bandwidth that no tool states.'
      : device
        ? 'No data sheet states the bandwidth of this device.'
        : candidates.length > 0
          ? `This may be ${listed(candidates.map(({ name }) => name))}, which differ in bandwidth. Enter the right one.`
          : 'This device is not in the catalogue. Enter its bandwidth by hand for a speed.'
  )
}

const listed = (names: readonly string[]): string => [...new Set(names)].slice(0, 5).join(', or ')

/** Where CPU and GPU share one memory, its bandwidth is the memory's. */
function ramBandwidth(
  modules: Reading<BytesPerSecond>,
  accelerators: readonly Accelerator[]
): Reading<BytesPerSecond> {
  if (modules.known) return modules
  const unified = accelerators.find((one) => one.kind === 'unified' && one.bandwidth.known)
  return unified?.bandwidth ?? modules
}

function whatToDo(one: Accelerator): string[] {
  if (one.total.known) return []
  const name = one.name.known
    ? one.name.value
    : one.vendor === 'nvidia'
      ? 'An NVIDIA GPU'
      : 'A GPU without a name'
  return [`${name}: memory unknown. ${one.total.reason}`]
}
