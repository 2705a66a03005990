import { known } from '../../core/reading.ts'
import type { GpuFacts } from './gpu-facts.ts'
import { pciSlot } from './gpu-facts.ts'
import { field, mebibytes, nvidiaName } from './nvidia-smi-csv.ts'

/** A GPU of `nvidia-smi -q -x`, with its slices where it is partitioned. */
export interface NvidiaXmlGpu {
  readonly facts: GpuFacts
  readonly migEnabled: boolean
  readonly sharedAddresses: boolean
  readonly slices: readonly GpuFacts[]
}

/**
 * Parses `nvidia-smi -q -x`. The document is written by one program with one element per line, and only text between
 * simple tags is taken, so patterns do; a document that is cut short gives the GPUs before the cut.
 */
export function parseNvidiaXml(xml: string): NvidiaXmlGpu[] {
  return [...xml.matchAll(/<gpu id="([^"]*)">([\s\S]*?)<\/gpu>/g)].map((match) =>
    toGpu(match[1] ?? '', match[2] ?? '')
  )
}

function toGpu(id: string, block: string): NvidiaXmlGpu {
  const source = 'nvidia-smi -q -x'
  const slices = element(block, 'mig_devices') ?? ''
  // A slice has its own fb_memory_usage, and stands before that of the whole GPU.
  const whole = block.replace(/<mig_devices>[\s\S]*?<\/mig_devices>/, '')
  const memory = element(whole, 'fb_memory_usage') ?? ''
  const name = field(element(whole, 'product_name'))
  const deviceId = /^0x([0-9a-f]{4})10de$/i.exec((element(whole, 'pci_device_id') ?? '').trim())
  const pciId =
    deviceId?.[1] ?? /^([0-9a-f]{4})10de$/i.exec((element(whole, 'pci_device_id') ?? '').trim())?.[1]
  const facts: GpuFacts = {
    vendor: 'nvidia',
    name: nvidiaName(name, source),
    slot: pciSlot(element(whole, 'pci_bus_id') ?? id),
    pciId: pciId === undefined ? null : `10de:${pciId.toLowerCase()}`,
    kind: null,
    total: mebibytes(element(memory, 'total'), source),
    free: mebibytes(element(memory, 'free'), source),
    borrowed: null
  }
  return {
    facts,
    migEnabled: field(element(whole, 'current_mig'))?.toLowerCase() === 'enabled',
    sharedAddresses: field(element(whole, 'addressing_mode'))?.toUpperCase() === 'ATS',
    slices: [...slices.matchAll(/<mig_device>([\s\S]*?)<\/mig_device>/g)].map((match, index) =>
      toSlice(facts, match[1] ?? '', index)
    )
  }
}

function toSlice(parent: GpuFacts, block: string, index: number): GpuFacts {
  const source = 'nvidia-smi -q -x'
  const memory = element(block, 'fb_memory_usage') ?? ''
  const number = field(element(block, 'index')) ?? String(index)
  return {
    ...parent,
    name: parent.name.known ? known(`${parent.name.value} MIG ${number}`, source) : parent.name,
    kind: 'mig',
    total: mebibytes(element(memory, 'total'), source),
    free: mebibytes(element(memory, 'free'), source)
  }
}

function element(text: string, name: string): string | undefined {
  return new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(text)?.[1]
}
