import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deviceKey, namesMeant, withoutSize } from '../src/catalog/device-name.ts'
import type { DeviceFile } from '../src/core/schema/device.ts'

/*
 * npx tsx scripts/add-pci-ids.ts PCI_IDS [AMDGPU_IDS]: writes `pciIds` into resources/catalog/devices from a copy of pci.ids
 * (https://github.com/pciutils/pciids, taken under its 3-clause BSD licence; Debian's package pci.ids holds one too).
 * A row gets an id when pci.ids names the product under it, alone or among the products of one chip, by the same
 * exact comparison of names that detection uses. Rows that are fixed by hand are left alone: their ids are kept.
 * AMD tells the products of one chip apart by revision; amdgpu.ids of libdrm (MIT licence) lists those, and they are
 * written as `1002:73df:c1`. It prints the products that share such an id and have no row: they belong into `otherProducts` of the file.
 */

const vendors = { '10de': 'nvidia', '1002': 'amd', '8086': 'intel' } as const
const folder = join(import.meta.dirname, '../resources/catalog/devices')
const [, , source, revisions] = process.argv
if (source === undefined) throw new Error('Name a pci.ids file: npx tsx scripts/add-pci-ids.ts pci.ids')

/** Spellings of one product that mean no other: a firmware that slows down mining, a fuller line name. */
const plain = (name: string): string =>
  name.replace(/ Lite Hash Rate\b/i, '').replace(/\bMobile \/ Max-Q\b|\bMax-Q \/ Mobile\b/i, 'Mobile')

/** Other functions of the same card. */
const notDisplay = /audio|usb|ucsi|switch|bridge|controller/i

const keysOf = (name: string): string[] => [deviceKey(name), withoutSize(deviceKey(name))]

const idsByKey = new Map<string, Set<string>>()
const productsOf = new Map<string, readonly string[]>()
let vendor: string | null = null
for (const line of readFileSync(source, 'utf8').split('\n')) {
  const head = /^([0-9a-f]{4}) {2}/.exec(line)
  if (head) vendor = head[1] ?? null
  const device = /^\t([0-9a-f]{4}) {2}(.+)$/.exec(line)
  if (!device || vendor === null || !(vendor in vendors) || notDisplay.test(device[2] ?? '')) continue
  productsOf.set(`${vendor}:${device[1] ?? ''}`, namesMeant(plain(device[2] ?? '')))
  for (const meant of namesMeant(plain(device[2] ?? ''))) {
    for (const key of keysOf(meant)) {
      const full = `${vendors[vendor as keyof typeof vendors]} ${key}`
      idsByKey.set(full, (idsByKey.get(full) ?? new Set()).add(`${vendor}:${device[1] ?? ''}`))
    }
  }
}

/** `1002:73df:c1` by the key of the product. */
const revisionsByKey = new Map<string, Set<string>>()
for (const line of revisions === undefined ? [] : readFileSync(revisions, 'utf8').split('\n')) {
  const entry = /^([0-9A-F]{4}),\s*([0-9A-F]{2}),\s*(.+?)\s*$/.exec(line)
  if (!entry || entry[3]?.includes('/')) continue
  for (const key of keysOf(entry[3] ?? '')) {
    const id = `1002:${entry[1] ?? ''}:${entry[2] ?? ''}`.toLowerCase()
    revisionsByKey.set(key, (revisionsByKey.get(key) ?? new Set()).add(id))
  }
}

for (const name of ['nvidia', 'amd', 'intel']) {
  const path = join(folder, `${name}.json`)
  let text = readFileSync(path, 'utf8')
  let count = 0
  let at = 0
  const listed = new Set(
    (JSON.parse(text) as DeviceFile).devices.flatMap((row) =>
      [row.name, ...(row.aliases ?? [])].flatMap(keysOf)
    )
  )
  const shared = new Map<string, readonly string[]>()
  for (const row of (JSON.parse(text) as DeviceFile).devices) {
    at = text.indexOf(`"name": "${row.name}"`, at + 1)
    if (row.pciIds) continue
    const found = new Set(
      [row.name, ...(row.aliases ?? [])]
        .flatMap(keysOf)
        .flatMap((key) => [...(idsByKey.get(`${name} ${key}`) ?? [])])
    )
    if (name === 'amd') {
      // "Ryzen AI Max+ 395 (Radeon 8060S)": drivers know the part in parentheses.
      const graphics = /\((Radeon [^)]+)\)/.exec(row.name)?.[1]
      for (const one of [row.name, ...(row.aliases ?? []), ...(graphics === undefined ? [] : [graphics])])
        for (const key of keysOf(one)) for (const id of revisionsByKey.get(key) ?? []) found.add(id)
    }
    if (found.size === 0) continue
    count++
    for (const id of found) {
      const others = (productsOf.get(id) ?? []).filter((one) => !keysOf(one).some((key) => listed.has(key)))
      if (others.length > 0) shared.set(id, others)
    }
    const ids = [...found].sort().map((id) => `"${id}"`)
    const lineEnd = text.indexOf('\n', at)
    text = `${text.slice(0, lineEnd)}\n      "pciIds": [${ids.join(', ')}],${text.slice(lineEnd)}`
  }
  writeFileSync(path, text)
  console.log(`${name}.json: ${count} rows have new PCI ids`)
  for (const [id, others] of shared) console.log(`  ${id} is also ${others.join(', ')}`)
}
