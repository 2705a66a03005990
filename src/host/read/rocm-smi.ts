import { z } from 'zod'
import type { Bytes } from '../../core/quantity.ts'
import { bytes } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'
import { revisionOf } from './drm-card.ts'
import type { GpuFacts } from './gpu-facts.ts'
import { pciSlot } from './gpu-facts.ts'
import { jsonWithin } from './json-within.ts'

const document = z.record(z.string(), z.record(z.string(), z.unknown()))

/**
 * Parses the JSON or the CSV of `rocm-smi --showmeminfo vram gtt --showproductname --showbus`. Sizes are bytes as
 * strings; names of keys change their case between versions; warnings may stand before either; `system` is not a card.
 */
export function parseRocmSmi(text: string): GpuFacts[] {
  const parsed = document.safeParse(jsonWithin(text) ?? rowsOfCsv(text))
  if (!parsed.success) return []
  return Object.entries(parsed.data)
    .filter(([key]) => /^card\d+$/.test(key))
    .map(([, card]) => toFacts(card))
}

/** `device,...` heads the columns; a vendor's name may hold a comma, which moves what follows, so such rows end there. */
function rowsOfCsv(text: string): Record<string, Record<string, string>> {
  const lines = text.split(/\r?\n/)
  const at = lines.findIndex((line) => /^device,/i.test(line))
  const columns = (lines[at] ?? '').split(',')
  return Object.fromEntries(
    lines.slice(at + 1).flatMap((line): [string, Record<string, string>][] => {
      const cells = line.split(',').map((cell) => cell.trim())
      if (!/^card\d+$/.test(cells[0] ?? '')) return []
      const vendor = columns.findIndex((column) => /^card vendor$/i.test(column))
      const sound = cells.length > columns.length && vendor > 0 ? cells.slice(0, vendor) : cells
      return [[cells[0] ?? '', Object.fromEntries(sound.map((cell, index) => [columns[index] ?? '', cell]))]]
    })
  )
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
    ...revisionOf(value('Device Rev')),
    kind: null,
    ...pool('VRAM'),
    borrowed: gtt.total.known ? gtt : null
  }
}

const size = (text: string | null): number | null =>
  text !== null && /^\d+$/.test(text) ? Number(text) : null
