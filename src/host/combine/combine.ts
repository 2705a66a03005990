import type { DeviceSpec } from '../../core/machine/device.ts'
import type { Accelerator, Machine } from '../../core/machine/machine.ts'
import { usualBackend } from '../../core/machine/usual-backend.ts'
import type { BytesPerSecond } from '../../core/quantity.ts'
import { bytes, gib, gigabytesPerSecond } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown, valueOf } from '../../core/reading.ts'
import type { MachineFacts } from '../gather/machine-facts.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import { gpuMemory } from './gpu-memory.ts'
import { judgeKind } from './judge-kind.ts'
import type { FindDevice } from './match-device.ts'
import { matchDevice } from './match-device.ts'

/** Facts of the system and figures of the catalogue, as the machine the rest of the program plans with. */
export function combine(facts: MachineFacts, findDevice: FindDevice): Machine {
  const cpuName = valueOf(facts.cpu.name) ?? ''
  const accelerators = facts.gpus
    .map((gpu) => ({ gpu, kind: judgeKind(gpu, cpuName) }))
    // Cards before graphics of the processor, as engines list them; within a kind as the driver counts.
    .sort((one, two) => Number(one.kind === 'integrated') - Number(two.kind === 'integrated'))
    .map(({ gpu, kind }, index) => accelerator(gpu, kind, index, facts, cpuName, findDevice))
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

function accelerator(
  gpu: GpuFacts,
  kind: Accelerator['kind'],
  index: number,
  facts: MachineFacts,
  cpuName: string,
  findDevice: FindDevice
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
  const device = matchDevice(gpu, kind, whole, cpuName, findDevice)
  const printed = device?.memoryGib ?? null
  // Only where no source gave a figure, and the catalogue has one size under this name.
  const total =
    !memory.total.known && kind === 'discrete' && printed !== null
      ? known(gib(printed), 'printed size, device catalogue', 'catalogue')
      : memory.total
  return {
    id: `gpu${index}`,
    name: nameOf(gpu.name, device),
    vendor: gpu.vendor,
    kind,
    total,
    free: memory.free,
    bandwidth: deviceBandwidth(device?.bandwidthGBs ?? null, device !== null, kind, facts.ramBandwidth),
    device,
    backend: usualBackend(gpu.vendor, kind, facts.platform),
    sharesHostMemory: memory.sharesHostMemory
  }
}

/** A driver that knows no name, or only the chip of several products, is helped out by the catalogue. */
function nameOf(name: Reading<string>, device: DeviceSpec | null): Reading<string> {
  const vague = !name.known || /\[[^\]]*\/[^\]]*\]/.test(name.value)
  return vague && device ? known(device.name, 'device catalogue', 'catalogue') : name
}

function deviceBandwidth(
  catalogueGBs: number | null,
  matched: boolean,
  kind: Accelerator['kind'],
  ram: Reading<BytesPerSecond>
): Reading<BytesPerSecond> {
  // Graphics of a processor are as fast as the memory that is plugged in, whatever the catalogue assumes of it.
  if (kind === 'integrated' && ram.known) return ram
  if (catalogueGBs !== null) {
    return known(gigabytesPerSecond(catalogueGBs), 'device catalogue', 'catalogue')
  }
  if (kind === 'integrated') return ram
  return unknown(
    kind === 'mig'
      ? 'A slice of a GPU has a part of its bandwidth that no tool states.'
      : matched
        ? 'No data sheet states the bandwidth of this device.'
        : 'This device is not in the catalogue. Enter its bandwidth by hand for a speed.'
  )
}

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
  const name = one.name.known ? one.name.value : 'A GPU without a name'
  return [`${name}: memory unknown. ${one.total.reason}`]
}
