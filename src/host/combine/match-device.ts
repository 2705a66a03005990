import type { DeviceSpec } from '../../core/machine/device.ts'
import type { AcceleratorKind, Vendor } from '../../core/machine/machine.ts'
import type { Bytes } from '../../core/quantity.ts'
import type { Result } from '../../core/result.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'

/** The catalogue's look-up, handed in so that detection can be tested with a catalogue of its own. */
export type FindDevice = (name: string, memoryGib?: number, vendor?: Vendor) => Result<DeviceSpec, unknown>

/** The catalogue's look-up by PCI id, `1002:744c`. `others` are products it has no row of. */
export type FindPciProducts = (
  id: string,
  memoryGib?: number
) => { readonly devices: readonly DeviceSpec[]; readonly others: readonly string[] }

export interface DeviceCatalogue {
  readonly findDevice: FindDevice
  readonly findPciProducts?: FindPciProducts
}

/** The device, or the products it may be: enough for a sentence, and for the figures they have in common. */
export interface DeviceMatch {
  readonly device: DeviceSpec | null
  readonly candidates: readonly DeviceSpec[]
}

/**
 * Reported memory against what is printed on the box: ECC takes up to 6.25 %, an RTX 2080 with a screen reported
 * 7979 of 8192 MiB, an Arc Pro B60 with ECC 21414 of 24576 MiB. Never more than printed, but for rounding.
 */
const fits = (reportedGib: number, printedGib: number): boolean =>
  reportedGib >= 0.87 * printedGib && reportedGib <= 1.01 * printedGib

const none: DeviceMatch = { device: null, candidates: [] }

/**
 * The catalogue device of a GPU. A PCI id that belongs to one product decides, also against the name: drivers call
 * some laptop parts by the name of the desktop part. Else the name decides, never between two sizes by itself; and of
 * several products on one chip (`Navi 32 [Radeon RX 7700 XT / 7800 XT]`) only one may have this much memory.
 *
 * @param memory what was reported, or null; of a unified device the memory of the whole machine
 * @param cpuName of a processor with graphics: the processor's name tells the product that its PCI id does not
 */
export function matchDevice(
  gpu: GpuFacts,
  kind: AcceleratorKind,
  memory: Bytes | null,
  cpuName: string,
  { findDevice, findPciProducts }: DeviceCatalogue
): DeviceMatch {
  // A slice has a part of the card's memory and bandwidth: the card's figures are not its own.
  if (kind === 'mig') return none
  const gib = memory === null ? undefined : memory / 2 ** 30
  const look = (name: string): DeviceMatch => {
    const found = findDevice(name, gib, gpu.vendor)
    if (!found.ok) return { device: null, candidates: nearOf(found.error) }
    const printed = found.value.memoryGib
    // Of unified parts the system keeps an unknown part back, so there the look-up's own choice stands.
    const plausible = kind !== 'discrete' || gib === undefined || printed === null || fits(gib, printed)
    return plausible ? exactly(found.value) : none
  }
  if (gpu.vendor === 'amd' && kind !== 'discrete' && cpuName !== '') {
    const { device } = look(cpuName)
    if (device) return exactly(device)
  }
  const id = gpu.pciRevision === undefined ? gpu.pciId : `${gpu.pciId ?? ''}:${gpu.pciRevision}`
  const behindId = gpu.pciId === null || id === null ? undefined : findPciProducts?.(id, gib)
  const ofKind = (behindId?.devices ?? []).filter((one) => one.kind === kind)
  const [only] = ofKind
  if (only && ofKind.length === 1 && behindId?.others.length === 0) return exactly(only)
  const byName = gpu.name.known ? named(gpu.name.value, gpu.gpuCores, look) : none
  if (byName.device) return byName
  const candidates = ofKind.length > 0 && behindId?.others.length === 0 ? ofKind : byName.candidates
  return { device: null, candidates }
}

const exactly = (device: DeviceSpec): DeviceMatch => ({ device, candidates: [device] })

function named(name: string, gpuCores: number | undefined, look: (name: string) => DeviceMatch): DeviceMatch {
  const tries = namesToTry(name, gpuCores).map(look)
  return (
    tries.find(({ device }) => device !== null) ??
    tries.find(({ candidates }) => candidates.length > 0) ??
    none
  )
}

/** Apple: the chip alone is several variants, which the number of cores tells apart. */
const namesToTry = (name: string, gpuCores: number | undefined): string[] =>
  gpuCores === undefined ? [name] : [`${name} (${gpuCores}-core GPU)`, name]

/** The devices an ambiguous look-up names; of a device that was not found, nothing: those are guesses for a person. */
function nearOf(error: unknown): readonly DeviceSpec[] {
  const ambiguous = error as { kind?: string; near?: readonly DeviceSpec[] } | null
  return ambiguous?.kind === 'ambiguous-device' ? (ambiguous.near ?? []) : []
}
