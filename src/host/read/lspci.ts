import { known, unknown } from '../../core/reading.ts'
import type { GpuFacts } from './gpu-facts.ts'
import { pciSlot, vendorById, vendorByName } from './gpu-facts.ts'
import { isNotAGpu } from './not-a-gpu.ts'

export interface LspciFacts {
  readonly gpus: readonly GpuFacts[]
  /** The paravirtual adapter of WSL 2 (Microsoft device 008e): there is a GPU behind it that PCI does not name. */
  readonly behindWsl: boolean
  /** It listed devices of any kind: what is not among them is not on the bus. */
  readonly listed: boolean
}

const heading =
  /^((?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-9a-f]) (VGA compatible controller|3D controller|Display controller|Processing accelerators)(?: \[[0-9a-f]{4}\])?: (.+)$/i

/**
 * Parses `lspci -D -nn`, and the other forms of lspci that print the same heading lines. It gives names and addresses;
 * its memory sizes are PCI apertures and are not read.
 */
export function parseLspci(text: string): LspciFacts {
  const gpus = new Map<string, GpuFacts>()
  let behindWsl = false
  for (const line of text.split(/\r?\n/)) {
    if (line.length > 1000) continue
    const match = heading.exec(line)
    if (!match) continue
    const revision = / \(rev ([0-9a-f]{2})\)/i.exec(match[3] ?? '')?.[1]
    const description = (match[3] ?? '').replace(/ \(rev [0-9a-f]+\).*$| \(prog-if .*$/, '')
    const ids = /\[([0-9a-f]{4}):([0-9a-f]{4})\]/i.exec(description)
    const vendorId = ids?.[1]?.toLowerCase() ?? null
    const name = description.replace(/\s*\[[0-9a-f]{4}:[0-9a-f]{4}\]/i, '')
    if (vendorId === '1414' || name.startsWith('Microsoft Corporation')) behindWsl = true
    if (isNotAGpu(vendorId, name)) continue
    const slot = pciSlot(match[1] ?? '')
    const vendor = vendorId === null ? vendorByName(name) : vendorById(vendorId)
    // Instincts from MI300 on are processing accelerators; so are many things that compute no language models.
    if (match[2] === 'Processing accelerators' && vendor !== 'amd') continue
    // Two functions of one device (00:02.0 and 00:02.1) are one GPU; the first is the one with the screen.
    const key = slot ?? line
    if (gpus.has(key)) continue
    const none = unknown('lspci names devices and gives no memory')
    gpus.set(key, {
      vendor,
      name: known(productName(name), 'lspci'),
      slot,
      pciId: ids ? `${vendorId ?? ''}:${ids[2]?.toLowerCase() ?? ''}` : null,
      ...(revision === undefined ? {} : { pciRevision: revision.toLowerCase() }),
      kind: vendor === 'intel' && slot === '0000:00:02' ? 'integrated' : null,
      total: none,
      free: none,
      borrowed: null
    })
  }
  return {
    gpus: [...gpus.values()],
    behindWsl,
    listed: /^(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-9a-f] /im.test(text)
  }
}

/**
 * `NVIDIA Corporation TU106 [GeForce RTX 2060 SUPER]` is the product in brackets. Brackets that list several products
 * are kept with the chip: which one it is takes more than a name.
 */
function productName(description: string): string {
  const name = description.replace(
    /^(?:NVIDIA Corporation|Advanced Micro Devices, Inc\. \[AMD\/ATI\]|Intel Corporation) (?=\S)/,
    ''
  )
  const product = /\[([^\]]+)\]$/.exec(name)?.[1]
  return product === undefined || product.includes('/') ? name : product
}
