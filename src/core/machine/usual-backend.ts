import type { Backend } from '../engine/settings.ts'
import type { AcceleratorKind, Platform, Vendor } from './machine.ts'

/**
 * The backend most people run on a device. ROCm is for discrete AMD cards on Linux and for the large processors it
 * supports; elsewhere Vulkan comes with every driver. macOS has Metal only.
 */
export function usualBackend(vendor: Vendor, kind: AcceleratorKind, platform: Platform): Backend {
  if (platform === 'macos' || vendor === 'apple') return 'metal'
  if (vendor === 'nvidia') return 'cuda'
  if (vendor === 'amd' && platform === 'linux' && kind !== 'integrated') return 'rocm'
  return 'vulkan'
}
