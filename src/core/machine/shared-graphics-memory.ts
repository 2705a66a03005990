import type { Bytes } from '../quantity.ts'
import { bytes, gib } from '../quantity.ts'
import type { Reading } from '../reading.ts'
import { known, unknown } from '../reading.ts'
import type { Platform } from './machine.ts'

/**
 * RAM that graphics without memory of their own may use, where the driver does not state it.
 *
 * Windows lends half (SharedSystemMemory of DXGI; 12197 of 24 394 MB measured). Mesa's Vulkan drivers take half up
 * to 4 GiB and three quarters above (anv and others, `compute_heap_size`).
 */
export function sharedGraphicsMemory(platform: Platform, ram: Reading<Bytes>): Reading<Bytes> {
  if (!ram.known) return unknown('The memory of the system could not be read.')
  if (platform === 'windows')
    return known(bytes(ram.value / 2), 'half of RAM, the rule of Windows', 'derived')
  if (platform !== 'linux') return unknown('The driver does not state how much memory this GPU may use.')
  const share = ram.value <= gib(4) ? 0.5 : 0.75
  return known(
    bytes(Math.floor(ram.value * share)),
    `${share * 100} % of RAM, the rule of Mesa's Vulkan drivers`,
    'derived'
  )
}
