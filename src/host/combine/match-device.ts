import type { DeviceSpec } from '../../core/machine/device.ts'
import type { AcceleratorKind, Vendor } from '../../core/machine/machine.ts'
import type { Bytes } from '../../core/quantity.ts'
import type { Result } from '../../core/result.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'

/** The catalogue's look-up, handed in so that detection can be tested with a catalogue of its own. */
export type FindDevice = (name: string, memoryGib?: number, vendor?: Vendor) => Result<DeviceSpec, unknown>

/**
 * Reported memory against what is printed on the box: ECC takes up to 6.25 %, an RTX 2080 with a screen reported
 * 7979 of 8192 MiB, an Arc Pro B60 with ECC 21414 of 24576 MiB. Never more than printed, but for rounding.
 */
const fits = (reportedGib: number, printedGib: number): boolean =>
  reportedGib >= 0.87 * printedGib && reportedGib <= 1.01 * printedGib

/**
 * The catalogue device of a GPU, or null. A name alone never decides between two sizes, and of the several products
 * that share a chip (`Navi 32 [Radeon RX 7700 XT / 7800 XT]`) only one may have this much memory.
 *
 * @param memory what was reported, or null; of a unified device the memory of the whole machine
 * @param cpuName of a processor with graphics: the processor's name tells the product that its PCI id does not
 */
export function matchDevice(
  gpu: GpuFacts,
  kind: AcceleratorKind,
  memory: Bytes | null,
  cpuName: string,
  findDevice: FindDevice
): DeviceSpec | null {
  // A slice has a part of the card's memory and bandwidth: the card's figures are not its own.
  if (kind === 'mig') return null
  const gib = memory === null ? undefined : memory / 2 ** 30
  const look = (name: string): DeviceSpec | null => {
    const found = findDevice(name, gib, gpu.vendor)
    if (!found.ok) return null
    const printed = found.value.memoryGib
    // Of unified parts the system keeps an unknown part back, so there the look-up's own choice stands.
    const plausible = kind !== 'discrete' || gib === undefined || printed === null || fits(gib, printed)
    return plausible ? found.value : null
  }
  if (gpu.vendor === 'amd' && kind !== 'discrete') {
    const byProcessor = cpuName === '' ? null : look(cpuName)
    if (byProcessor) return byProcessor
  }
  if (!gpu.name.known) return null
  for (const name of namesToTry(gpu.name.value, gpu.gpuCores)) {
    const found = look(name)
    if (found) return found
  }
  const products = productsOf(gpu.name.value).flatMap((name) => look(name) ?? [])
  const [only] = products
  return only && products.every((one) => one.id === only.id) && memory !== null ? only : null
}

/** Apple: the chip alone is several variants, which the number of cores tells apart. */
const namesToTry = (name: string, gpuCores: number | undefined): string[] =>
  gpuCores === undefined ? [name] : [`${name} (${gpuCores}-core GPU)`, name]

/** `Navi 22 [Radeon RX 6700/6700 XT / 6800M]` as three products; empty for a name that is one product. */
function productsOf(name: string): string[] {
  const list = /\[([^\]]*\/[^\]]*)\]/.exec(name)?.[1]
  if (list === undefined) return []
  const [first = '', ...others] = list.split('/').map((part) => part.trim())
  const family = /^\D*(?=\b\S*\d)/.exec(first)?.[0] ?? ''
  return [first, ...others.map((part) => (/^\D+ \S*\d/.test(part) ? part : `${family}${part}`))]
}
