import { findDevice } from '../../src/catalog/find-device.ts'
import type { CapturedGpu, CapturedMachine } from './captured-machine.ts'

const drm = '/sys/class/drm'

/** Where a capture of a driver's figures leaves the PCI id out, which the same machine's bus would give with them. */
const idsByCodeName: readonly (readonly [RegExp, string])[] = [
  [/cezanne|5[3-9]00[uhx]/i, '0x1638'],
  [/renoir|4[3-9]00[uhg]/i, '0x1636'],
  [/phoenix|780m|760m/i, '0x15bf'],
  [/rembrandt|680m|660m/i, '0x1681'],
  [/raphael/i, '0x164e'],
  [/strix halo|80[56]0s/i, '0x1586'],
  [/strix|8[89]0m/i, '0x150e']
]

export function pciIdOf(gpu: CapturedGpu): string | null {
  const found = findDevice(gpu.name, gpu.nominal_vram_gib ?? undefined)
  const known = found.ok ? found.value.pciIds?.find((id) => id.length === 9) : undefined
  if (known !== undefined) return `0x${known.slice(5)}`
  return idsByCodeName.find(([name]) => name.test(gpu.name))?.[1] ?? null
}

/** Captures of what a driver of the kernel says, as the files of sysfs that say the same. */
export function drmFiles(command: string, text: string, machine: CapturedMachine): Record<string, string> {
  const files: Record<string, string> = {}
  for (const [, path = '', value = ''] of text.matchAll(
    /^(\/sys\/[^\s:]+(?::[^\s:]+)*?)(?:\t|:\s*|\s*=\s*)(.*)$/gm
  )) {
    if (!value.startsWith('->')) files[path] = value.split(' | ').join('\n')
  }
  const folders = new Set(
    Object.keys(files).flatMap((path) => /^(\/sys\/class\/drm\/card\d+)\/device\//.exec(path)?.[1] ?? [])
  )
  for (const folder of folders) {
    if (`${folder}/device/mem_info_vram_total` in files) files[`${folder}/device/vendor`] ??= '0x1002'
  }
  const sizes = (kind: string): string | null => {
    const found = new RegExp(`(\\d+)M of ${kind} memory`).exec(text)?.[1]
    return found === undefined ? null : String(Number(found) * 2 ** 20)
  }
  const vram = sizes('VRAM')
  if (vram !== null) {
    const gpu = machine.gpus.find(({ vendor }) => vendor === 'amd')
    const card = `${drm}/card0/device`
    files[`${card}/vendor`] = '0x1002'
    const id = gpu ? pciIdOf(gpu) : null
    if (id !== null) files[`${card}/device`] = id
    files[`${card}/mem_info_vram_total`] = vram
    const gtt = sizes('GTT')
    if (gtt !== null) files[`${card}/mem_info_gtt_total`] = gtt
  }
  // Root's view of the number that the kernel gives to everyone since 6.8.
  const tile = /vram_mm/.test(command) ? /^\s*size: (\d+)/m.exec(text)?.[1] : undefined
  if (tile !== undefined) {
    files[`${drm}/card0/device/vendor`] = '0x8086'
    files[`${drm}/card0/device/tile0/physical_vram_size_bytes`] = tile
  }
  return files
}
