import cpuMemory from '../../resources/catalog/cpu-memory.json' with { type: 'json' }
import amdDevices from '../../resources/catalog/devices/amd.json' with { type: 'json' }
import appleDevices from '../../resources/catalog/devices/apple.json' with { type: 'json' }
import intelDevices from '../../resources/catalog/devices/intel.json' with { type: 'json' }
import nvidiaDevices from '../../resources/catalog/devices/nvidia.json' with { type: 'json' }
import otherDevices from '../../resources/catalog/devices/other.json' with { type: 'json' }
import type { CpuMemoryFile } from '../core/schema/cpu-memory.ts'
import type { DeviceFile } from '../core/schema/device.ts'

/* The door to the devices of `resources/catalog`. Cast for the reason given in `bundled.ts`. */

export const deviceFiles = [
  amdDevices,
  appleDevices,
  intelDevices,
  nvidiaDevices,
  otherDevices
] as unknown as readonly DeviceFile[]

export const cpuMemoryFile = cpuMemory as unknown as CpuMemoryFile
