import { extendedFields } from '../../src/host/read/nvidia-smi-csv.ts'
import type { CapturedMachine } from './captured-machine.ts'
import { pciIdOf } from './drm-forms.ts'

interface Adapter {
  name: string
  adapterRam: number | null
  pnpDeviceId: string | null
}

/** What the forms in which people posted Windows' answers add up to, in the members of our PowerShell answer. */
export interface WindowsCapture {
  readonly adapters: Adapter[]
  readonly registry: { description: string; matchingDeviceId: string | null; qwMemorySize: unknown }[]
  readonly sizes: { dedicated: number; shared: number }[]
  /** Of captures of single values, which belong to the only adapter. */
  adapterRam: number | null
  pnpDeviceId: string | null
}

export const emptyWindows = (): WindowsCapture => ({
  adapters: [],
  registry: [],
  sizes: [],
  adapterRam: null,
  pnpDeviceId: null
})

const number = (text: string | undefined): number | null =>
  text !== undefined && /^-?\d+$/.test(text.trim()) ? Number(text) : null

/** Reads one capture by its form. Rows of nvidia-smi that a tool had merged into its own are given back as CSV. */
export function readWindowsForm(file: string, text: string, capture: WindowsCapture): string[] {
  const before = [...capture.adapters]
  const add = (name: string | undefined, ram: number | null, pnp: string | null): void => {
    if (!name?.trim()) return
    // Two captures of one list describe the same adapters; two adapters of one name stand in one capture.
    const twin = before.find((one) => one.name === name.trim())
    if (!twin) capture.adapters.push({ name: name.trim(), adapterRam: ram, pnpDeviceId: pnp })
    else {
      twin.adapterRam ??= ram
      twin.pnpDeviceId ??= pnp
    }
  }
  if (/^\[HKEY/m.test(text)) {
    registryExport(text, capture)
  } else if (/^\s*[[{]/.test(text)) {
    return fromJson(JSON.parse(text) as unknown, add)
  } else if (/^AdapterRAM=/m.test(text) || /^Name +: /m.test(text)) {
    for (const block of text.split(/\r?\n(?:\s*\r?\n)+/)) {
      const entry = (name: string): string | undefined =>
        new RegExp(`^${name} *[=:] ?(.*?)\\r?$`, 'm').exec(block)?.[1]
      add(entry('Name'), number(entry('AdapterRAM')), entry('PNPDeviceID') ?? null)
    }
  } else if (/\bAdapterRAM\b.*\bName\b|\bName\b.*\bAdapterRAM\b/.test(text)) {
    table(text, add)
  } else if (/Dedicated Memory:/.test(text)) {
    const size = (name: string): number =>
      Number(new RegExp(`${name} Memory: (\\d+)`).exec(text)?.[1] ?? 0) * 2 ** 20
    capture.sizes.push({ dedicated: size('Dedicated'), shared: size('Shared') })
  } else if (/qwMemorySize/.test(file)) {
    for (const line of text.trim().split(/\r?\n/)) {
      const [description = '', size] = line.split('|')
      capture.registry.push({ description, matchingDeviceId: null, qwMemorySize: number(size) })
    }
  } else if (/\|/.test(text)) {
    for (const line of text.trim().split(/\r?\n/)) add(line.split('|')[0], number(line.split('|')[1]), null)
  } else if (/^PCI\\/i.test(text)) capture.pnpDeviceId = text.trim()
  else if (/AdapterRAM/.test(file)) capture.adapterRam = number(text.trim())
  return []
}

/** Null when nothing of Windows was captured. */
export function windowsDocument(capture: WindowsCapture, machine: CapturedMachine): string | null {
  const { registry, sizes } = capture
  const parts = capture.adapters.length + registry.length + sizes.length
  if (parts === 0 && capture.adapterRam === null && capture.pnpDeviceId === null) return null
  // Values without the list of adapters they belong to: the list is that of the index.
  const adapters =
    capture.adapters.length > 0
      ? capture.adapters
      : machine.gpus.map(({ name }) => ({ name, adapterRam: null, pnpDeviceId: null }))
  const [only] = adapters
  const completed = adapters.map((adapter) => {
    const single = adapters.length === 1 && adapter === only
    const truth = machine.gpus.find(
      ({ vendor, name }) => name === adapter.name || new RegExp(vendor, 'i').test(adapter.name)
    )
    const needsId = sizes.length > 0 || registry.some(({ matchingDeviceId }) => matchingDeviceId === null)
    return {
      ...adapter,
      adapterRam: adapter.adapterRam ?? (single ? capture.adapterRam : null),
      pnpDeviceId:
        adapter.pnpDeviceId ??
        (single ? capture.pnpDeviceId : null) ??
        (needsId && truth ? pnpOf(truth) : null)
    }
  })
  const ids = /VEN_([0-9A-F]{4})&DEV_([0-9A-F]{4})/i.exec(
    completed.find(({ pnpDeviceId }) => pnpDeviceId !== null)?.pnpDeviceId ?? ''
  )
  return JSON.stringify({
    adapters: completed,
    registry: registry.map((entry) => ({
      ...entry,
      matchingDeviceId:
        entry.matchingDeviceId ??
        completed.find(({ name }) => name === entry.description)?.pnpDeviceId?.toLowerCase() ??
        null
    })),
    directx: sizes.map(({ dedicated, shared }) => ({
      vendorId: parseInt(ids?.[1] ?? '0', 16),
      deviceId: parseInt(ids?.[2] ?? '0', 16),
      dedicatedVideoMemory: dedicated,
      sharedSystemMemory: shared
    }))
  })
}

function pnpOf(gpu: CapturedMachine['gpus'][number]): string | null {
  const vendor = { nvidia: '10DE', amd: '1002', intel: '8086' }[gpu.vendor]
  const device = pciIdOf(gpu)
  return vendor === undefined || device === null
    ? null
    : `PCI\\VEN_${vendor}&DEV_${device.slice(2).toUpperCase()}`
}

type AddAdapter = (name: string | undefined, ram: number | null, pnp: string | null) => void

/** ConvertTo-Json of Win32_VideoController, or what systeminformation made of it. */
function fromJson(document: unknown, add: AddAdapter): string[] {
  const rows: string[] = []
  for (const one of (Array.isArray(document) ? document : [document]) as Record<string, unknown>[]) {
    const ram = typeof one['AdapterRAM'] === 'number' ? one['AdapterRAM'] : null
    if (typeof one['Name'] === 'string') {
      add(one['Name'], ram, typeof one['PNPDeviceID'] === 'string' ? one['PNPDeviceID'] : null)
    } else if (typeof one['model'] === 'string') {
      const vram = typeof one['vram'] === 'number' ? one['vram'] : null
      add(one['model'], vram === null ? null : vram === 4095 ? 4293918720 : vram * 2 ** 20, null)
      if (typeof one['memoryTotal'] === 'number') {
        const cells: Record<string, unknown> = {
          name: one['name'],
          'memory.total': one['memoryTotal'],
          'memory.free': one['memoryFree']
        }
        rows.push(
          extendedFields
            .map((column) =>
              typeof cells[column] === 'object' || cells[column] === undefined
                ? '[N/A]'
                : String(cells[column] as string | number)
            )
            .join(', ')
        )
      }
    }
  }
  return rows
}

/** `wmic path win32_VideoController get ...`: columns begin where their headings do. */
function table(text: string, add: AddAdapter): void {
  const [heading = '', ...lines] = text.split(/\r?\n/)
  const starts = [...heading.matchAll(/\S+/g)].map(({ index, 0: name }) => ({ name, index }))
  for (const line of lines) {
    const cell = (name: string): string | undefined => {
      const at = starts.findIndex((column) => column.name.toLowerCase() === name)
      return at < 0 ? undefined : line.slice(starts[at]?.index, starts[at + 1]?.index).trim()
    }
    add(cell('name'), number(cell('adapterram')), cell('pnpdeviceid') ?? null)
  }
}

function registryExport(text: string, capture: WindowsCapture): void {
  for (const block of text.split(/^\[HKEY/m).slice(1)) {
    const string = (name: string): string | undefined =>
      new RegExp(`^"${name}"="(.*)"\\s*$`, 'm').exec(block)?.[1]?.replaceAll('\\\\', '\\')
    const description = string('DriverDesc')
    if (description === undefined) continue
    const bytes = /^"HardwareInformation.qwMemorySize"=hex(?:\(b\))?:([0-9a-f,]+)/m.exec(block)?.[1]
    capture.registry.push({
      description,
      matchingDeviceId: string('MatchingDeviceId') ?? null,
      qwMemorySize: bytes?.split(',').map((byte) => parseInt(byte, 16)) ?? null
    })
  }
}
