import type { Bytes } from '../../core/quantity.ts'
import { bytes, gib, mib } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'
import type { GpuFacts } from './gpu-facts.ts'
import { vendorById, vendorByName } from './gpu-facts.ts'
import { isNotAGpu } from './not-a-gpu.ts'
import type { WindowsAnswer } from './windows-answer.ts'

interface Present {
  readonly name: string
  readonly vendorId: string | null
  readonly deviceId: string | null
  readonly subsystem: string | null
  readonly revision: string | null
  readonly adapterRam: number | null
}

/**
 * The GPUs Windows has a driver for. Memory is taken from DirectX, then from the driver's 64-bit registry value, each
 * joined to an adapter that is present by its PCI ids: the registry keeps the values of cards that were taken out.
 */
export function readWindowsGpus(answer: WindowsAnswer): GpuFacts[] {
  return presentAdapters(answer).map((adapter, _index, all) => {
    const twins = all.filter(
      (other) => other.vendorId === adapter.vendorId && other.deviceId === adapter.deviceId
    ).length
    const total = memoryOf(answer, adapter, twins)
    const shared = directxValue(answer, adapter, 'sharedSystemMemory')
    return {
      vendor: adapter.vendorId === null ? vendorByName(adapter.name) : vendorById(adapter.vendorId),
      name: /basic (?:display|render)/i.test(adapter.name)
        ? unknown(
            'Windows has no driver for this GPU and does not know its name. Install the driver of its maker.'
          )
        : known(adapter.name, 'Win32_VideoController'),
      slot: null,
      pciId:
        adapter.vendorId === null || adapter.deviceId === null
          ? null
          : `${adapter.vendorId}:${adapter.deviceId}`,
      ...(adapter.revision === null ? {} : { pciRevision: adapter.revision }),
      kind: null,
      total,
      free: freeOf(total, inUse(answer, adapter, all.length)),
      borrowed:
        shared === null || shared <= 0
          ? null
          : {
              total: known(bytes(shared), 'SharedSystemMemory of DirectX in the registry'),
              free: unknown('Windows does not say what is free of shared memory.')
            }
    }
  })
}

function presentAdapters(answer: WindowsAnswer): Present[] {
  return answer.adapters.flatMap((adapter) => {
    const name = adapter.name?.trim() ?? ''
    const pnp = adapter.pnpDeviceId ?? ''
    // ROOT\, SWD\ and USB\ are drawn by software. Without any id, the name decides.
    // Graphics of a Snapdragon are on ACPI, everything else that computes is on PCI.
    if (pnp !== '' && !/^(?:PCI|ACPI)\\/i.test(pnp)) return []
    const ids = /VEN_([0-9A-F]{4})&DEV_([0-9A-F]{4})(?:&SUBSYS_([0-9A-F]{8}))?(?:&REV_([0-9A-F]{2}))?/i.exec(
      pnp
    )
    const vendorId = ids?.[1]?.toLowerCase() ?? null
    if (name === '' || isNotAGpu(vendorId, name)) return []
    return [
      {
        name,
        vendorId,
        deviceId: ids?.[2]?.toLowerCase() ?? null,
        subsystem: ids?.[3]?.toLowerCase() ?? null,
        revision: ids?.[4]?.toLowerCase() ?? null,
        // A 32-bit number that some tools print with a sign.
        adapterRam: unsigned(adapter.adapterRam ?? null)
      }
    ]
  })
}

function memoryOf(answer: WindowsAnswer, adapter: Present, twins: number): Reading<Bytes> {
  const dedicated = directxValue(answer, adapter, 'dedicatedVideoMemory')
  // 0 is what DirectX says of graphics without memory of their own, and of some virtual ones.
  if (dedicated !== null && dedicated > 0) {
    return known(bytes(dedicated), 'DedicatedVideoMemory of DirectX in the registry')
  }
  const registered = registryValue(answer, adapter, twins)
  if (registered !== null) return registered
  const ram = adapter.adapterRam
  if (ram !== null && ram > 0 && ram < mib(4095)) {
    return known(bytes(ram), 'AdapterRAM of Win32_VideoController')
  }
  return unknown(
    ram !== null && ram >= mib(4095)
      ? 'Windows only says "4 GiB or more" (a 32-bit value). Enter the memory of the card by hand.'
      : 'Windows does not say how much memory this GPU has.'
  )
}

function freeOf(total: Reading<Bytes>, used: number | null): Reading<Bytes> {
  if (!total.known || used === null || used > total.value) {
    return unknown('Windows does not say what other programs use of this GPU.')
  }
  return known(bytes(total.value - used), `${total.source}, less its performance counter`, 'derived')
}

/**
 * Memory in use now, joined by the LUID that DirectX noted for the adapter. Where there is one GPU, the largest counter
 * is its own: the software adapter beside it uses nothing.
 */
function inUse(answer: WindowsAnswer, adapter: Present, adapters: number): number | null {
  const counters = answer.usage.flatMap(({ name, dedicated }) => {
    const luid = /luid_0x([0-9a-f]+)_0x([0-9a-f]+)/i.exec(name ?? '')
    if (!luid || dedicated === null || dedicated === undefined) return []
    return [{ luid: parseInt(luid[1] ?? '', 16) * 2 ** 32 + parseInt(luid[2] ?? '', 16), dedicated }]
  })
  const luids = answer.directx.flatMap((entry) =>
    hex(entry.vendorId) === adapter.vendorId && hex(entry.deviceId) === adapter.deviceId
      ? (entry.adapterLuid ?? [])
      : []
  )
  const own = counters.filter((counter) => luids.includes(counter.luid))
  const [only] = own
  if (only && own.length === 1) return only.dedicated
  return adapters === 1 && counters.length > 0
    ? Math.max(...counters.map((counter) => counter.dedicated))
    : null
}

/** One value for all entries with the adapter's ids, or null when there is none or they disagree. */
function directxValue(
  answer: WindowsAnswer,
  adapter: Present,
  field: 'dedicatedVideoMemory' | 'sharedSystemMemory'
): number | null {
  const values = answer.directx
    .filter(
      (entry) =>
        hex(entry.vendorId) === adapter.vendorId &&
        hex(entry.deviceId) === adapter.deviceId &&
        adapter.vendorId !== null
    )
    .map((entry) => entry[field] ?? null)
  return agreed(values)
}

function registryValue(answer: WindowsAnswer, adapter: Present, twins: number): Reading<Bytes> | null {
  const source = 'HardwareInformation.qwMemorySize in the registry'
  const entries = answer.registry.flatMap((entry) => {
    const ids = /ven_([0-9a-f]{4})&dev_([0-9a-f]{4})(?:&subsys_([0-9a-f]{8}))?/i.exec(
      entry.matchingDeviceId ?? ''
    )
    const memory = entry.qwMemorySize ?? 0
    const byId =
      ids !== null && ids[1]?.toLowerCase() === adapter.vendorId && ids[2]?.toLowerCase() === adapter.deviceId
    // Where no ids were recorded, the description is the driver's own name for the card.
    const byName = adapter.vendorId === null && entry.description === adapter.name
    if ((!byId && !byName) || memory <= 0 || memory > gib(1024)) return []
    return [{ memory, subsystem: ids?.[3]?.toLowerCase() ?? null }]
  })
  const exact = entries.filter((entry) => entry.subsystem !== null && entry.subsystem === adapter.subsystem)
  const chosen = exact.length > 0 ? exact : entries
  const value = agreed(chosen.map((entry) => entry.memory))
  if (value !== null) return known(bytes(value), source)
  if (chosen.length === 0) return null
  return unknown(
    `The registry has ${chosen.length} different sizes for ${twins === 1 ? 'this card' : 'these cards'}. Enter the memory by hand.`
  )
}

function agreed(values: readonly (number | null)[]): number | null {
  const [first] = values
  return first !== undefined && values.every((value) => value === first) ? first : null
}

const unsigned = (value: number | null): number | null =>
  value !== null && value < 0 ? value + 2 ** 32 : value

const hex = (id: number | null | undefined): string | null =>
  id === null || id === undefined ? null : id.toString(16).padStart(4, '0')
