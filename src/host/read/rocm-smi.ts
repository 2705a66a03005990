import { z } from 'zod'
import type { Bytes } from '../../core/quantity.ts'
import { bytes } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'
import type { GpuFacts } from './gpu-facts.ts'
import { pciSlot } from './gpu-facts.ts'

const document = z.record(z.string(), z.record(z.string(), z.unknown()))

/**
 * Parses the JSON of `rocm-smi --showmeminfo vram gtt --showproductname --showbus`. Sizes are bytes as strings; names of keys
 * change their case between versions; warnings may stand before the JSON; `system` is not a card.
 */
export function parseRocmSmi(text: string): GpuFacts[] {
  const start = text.indexOf('{')
  if (start < 0) return []
  let data: unknown
  try {
    data = JSON.parse(text.slice(start))
  } catch {
    return []
  }
  const parsed = document.safeParse(data)
  if (!parsed.success) return []
  return Object.entries(parsed.data)
    .filter(([key]) => /^card\d+$/.test(key))
    .map(([, card]) => toFacts(card))
}

function toFacts(card: Readonly<Record<string, unknown>>): GpuFacts {
  const value = (name: string): string | null => {
    const found = Object.entries(card).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
    return typeof found === 'string' && found !== '' && found !== 'N/A' ? found : null
  }
  // ROCm 4.3 prints the vendor id where the name should be; that is no name.
  const name = [value('Card Series'), value('Device Name'), value('Card Model')].find(
    (one) => one !== null && !/^0x[0-9a-f]+$/i.test(one)
  )
  const model = [value('Device ID'), value('GPU ID'), value('Card Model')].find(
    (one) => one !== null && /^0x[0-9a-f]{4}$/i.test(one) && one.toLowerCase() !== '0x1002'
  )
  const pool = (kind: 'VRAM' | 'GTT'): { total: Reading<Bytes>; free: Reading<Bytes> } => {
    const total = size(value(`${kind} Total Memory (B)`))
    const used = size(value(`${kind} Total Used Memory (B)`))
    const source = `rocm-smi (${kind})`
    const none = unknown(`rocm-smi does not say the size of ${kind}`)
    return {
      total: total === null || total === 0 ? none : known(bytes(total), source),
      free:
        total === null || used === null
          ? none
          : known(bytes(Math.max(0, total - used)), `${source}, total less used`)
    }
  }
  const gtt = pool('GTT')
  return {
    vendor: 'amd',
    name: name === undefined || name === null ? unknown('rocm-smi gives no name') : known(name, 'rocm-smi'),
    slot: pciSlot(value('PCI Bus') ?? ''),
    pciId: model === undefined || model === null ? null : `1002:${model.slice(2).toLowerCase()}`,
    kind: null,
    ...pool('VRAM'),
    borrowed: gtt.total.known ? gtt : null
  }
}

const size = (text: string | null): number | null =>
  text !== null && /^\d+$/.test(text) ? Number(text) : null
