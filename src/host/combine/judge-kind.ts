import type { AcceleratorKind } from '../../core/machine/machine.ts'
import { mib } from '../../core/quantity.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'

/** GB10, Jetson and N1X: GPU and CPU on one memory. GB200 and GH200 have memory of their own beside that of the CPU. */
const nvidiaUnified = /\bGB10\b|\bN1X\b|\bThor\b|\(nvgpu\)|\bOrin\b|\bXavier\b|\bTegra\b|\bJetson\b/i

/** Strix Halo: Radeon 8050S and 8060S of Ryzen AI Max, PCI 1002:1586. */
const amdUnified = /\b80[4-6]0S\b|strix halo|gfx1151|ryzen ai max/i

/** PCI devices of AMD processors with graphics, from the kernel's amdgpu_drv.c and pci.ids. */
const amdProcessors = new Set([
  '1002:15dd', // Raven Ridge
  '1002:15d8', // Picasso, Raven 2
  '1002:1636', // Renoir
  '1002:164c', // Lucienne
  '1002:1638', // Cezanne
  '1002:15e7', // Barcelo
  '1002:1681', // Rembrandt
  '1002:164d', // Rembrandt
  '1002:164e', // Raphael
  '1002:13c0', // Granite Ridge
  '1002:163f', // Van Gogh
  '1002:1435', // Van Gogh (OLED)
  '1002:1506', // Mendocino
  '1002:15bf', // Phoenix
  '1002:15c8', // Phoenix 2
  '1002:1900', // Hawk Point
  '1002:1901', // Hawk Point 2
  '1002:150e', // Strix
  '1002:1114', // Krackan
  '1002:9874', // Carrizo
  '1002:98e4' // Stoney
])

const amdProcessorNames =
  /radeon(?:\(tm\)| \(tm\))? (?:vega \d+ |rx vega (?:10|11|6|8) |[678][0-9]0m\b|r[2-7] )?graphics$|\b[678][4-9]0m\b|\bvega \d+ (?:mobile )?graphics|custom gpu 0405|cezanne|renoir|lucienne|barcelo|rembrandt|phoenix|hawk ?point|van ?gogh|picasso|raven ridge/i

/** Cards, not "Intel Arc Graphics", "Arc 140V" or "Arc B390", which are in processors. */
const intelCards =
  /\barc(?:\(tm\)|™)?(?: pro)? (?:a\d{2,3}m?|b5[78]0|b7[57]0|b[5-7]\d)\b|\[arc (?:pro )?[ab]\d+|\biris(?:\(r\))? xe max\b|\bdg[12]\b|data center gpu|flex \d{3}|\bgpu max\b|\bgaudi\b/i

/** DG1, Alchemist and Battlemage cards: 8086:49xx, 56xx (with 5690 to 56c1), e20x to e22x; Ponte Vecchio 0bdx. */
const intelCardIds = /^8086:(?:490[5-9]|56[9abc][0-9a-f]|e2[0-2][0-9a-f]|0b[d][0-9a-f])$/

/** What kind of device a GPU is, from its PCI id, its name and its memory. */
export function judgeKind(gpu: GpuFacts, cpuName: string): AcceleratorKind {
  if (gpu.kind !== null) return gpu.kind
  const name = gpu.name.known ? gpu.name.value : ''
  const id = gpu.pciId ?? ''
  switch (gpu.vendor) {
    case 'nvidia':
      return nvidiaUnified.test(name) ? 'unified' : 'discrete'
    case 'amd': {
      if (id === '1002:1586' || amdUnified.test(name)) return 'unified'
      if (amdProcessors.has(id) || amdProcessorNames.test(name)) return 'integrated'
      // No card of the last fifteen years has 512 MiB; it is the usual carve-out of a processor.
      const small = gpu.total.known && gpu.total.value <= mib(512)
      const nameless = !gpu.name.known && gpu.pciId === null
      return small || (nameless && /w\/ radeon|radeon graphics/i.test(cpuName)) ? 'integrated' : 'discrete'
    }
    case 'intel':
      return intelCards.test(name) || intelCardIds.test(id) ? 'discrete' : 'integrated'
    case 'apple':
      return 'unified'
    case 'other':
      // Snapdragon: the only other maker of PCs with graphics.
      return /adreno|snapdragon/i.test(name) ? 'integrated' : 'discrete'
  }
}
