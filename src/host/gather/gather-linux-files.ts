import { known, unknown } from '../../core/reading.ts'
import type { Probe } from '../probe/probe.ts'
import type { CardFiles } from '../read/drm-card.ts'
import { cardFiles, readDrmCard } from '../read/drm-card.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import { mergeGpus } from '../read/gpu-facts.ts'
import type { PciFiles } from '../read/pci-bus.ts'
import { pciFiles, readPciDevice } from '../read/pci-bus.ts'

/** The cards that a driver of the kernel has bound, `/sys/class/drm/cardN`. */
export async function drmCards(probe: Probe): Promise<readonly GpuFacts[]> {
  const folder = '/sys/class/drm'
  // card0-DP-1 is a connector; numbers in order, card10 after card9.
  const names = (await probe.readdir(folder))
    .filter((name) => /^card\d+$/.test(name))
    .sort((one, two) => Number(one.slice(4)) - Number(two.slice(4)))
  const cards = await Promise.all(
    names.map(async (name) => {
      const entries = cardFiles.map(
        async (file) => [file, await probe.readText(`${folder}/${name}/${file}`)] as const
      )
      const files: CardFiles = new Map(await Promise.all(entries))
      return readDrmCard(files)
    })
  )
  return mergeGpus(
    [],
    cards.filter((card) => card !== null)
  )
}

export interface BusFacts {
  readonly gpus: readonly GpuFacts[]
  /** The bus was there to be read: what is not on it is not in the machine. */
  readonly listed: boolean
}

/** The GPUs of the PCI bus, bound to a driver or not. */
export async function pciBus(probe: Probe): Promise<BusFacts> {
  const folder = '/sys/bus/pci/devices'
  const addresses = await probe.readdir(folder)
  const found = await Promise.all(
    addresses.map(async (address) => {
      const file = (name: string): Promise<string | null> => probe.readText(`${folder}/${address}/${name}`)
      // Hundreds of devices on a server, one display class among them: the rest is read of that one only.
      const kind = await file('class')
      if (!/^0x(?:03|12)/.test(kind ?? '')) return null
      const [, vendor, device, revision] = await Promise.all(pciFiles.map(file))
      const files: PciFiles = {
        class: kind,
        vendor: vendor ?? null,
        device: device ?? null,
        revision: revision ?? null
      }
      return readPciDevice(address, files)
    })
  )
  const gpus = new Map<string, GpuFacts>()
  // Two functions of one device (00:02.0 and 00:02.1) are one GPU.
  for (const gpu of found) if (gpu && !gpus.has(gpu.slot ?? '')) gpus.set(gpu.slot ?? '', gpu)
  return { gpus: [...gpus.values()], listed: addresses.length > 0 }
}

/** A Jetson whose system is too old to have nvidia-smi still says what board it is. */
export async function jetsonBoard(probe: Probe): Promise<GpuFacts | null> {
  const model = '/proc/device-tree/model'
  const [board, tegra] = await Promise.all([probe.readText(model), probe.readText('/etc/nv_tegra_release')])
  const name = (board ?? '').replaceAll('\0', '').trim()
  if (tegra === null && !/jetson|tegra/i.test(name)) return null
  const shared = unknown('The GPU of a Jetson uses the memory of the system.')
  return {
    vendor: 'nvidia',
    name: name === '' ? unknown(`${model} does not name the board`) : known(name, model),
    slot: null,
    pciId: null,
    kind: 'unified',
    total: shared,
    free: shared,
    borrowed: null
  }
}
