import type { Backend } from '../engine/settings.ts'
import type { Bytes, BytesPerSecond } from '../quantity.ts'
import type { Reading } from '../reading.ts'
import type { DeviceSpec } from './device.ts'

export type Platform = 'linux' | 'windows' | 'macos' | 'other'

export type AcceleratorKind =
  /** its own memory */
  | 'discrete'
  /** a carve-out of RAM, and a pool shared with it */
  | 'integrated'
  /** CPU and GPU address one memory (Apple, GB10, Jetson, Strix Halo) */
  | 'unified'
  /** a slice of a partitioned GPU */
  | 'mig'

export type Vendor = 'nvidia' | 'amd' | 'intel' | 'apple' | 'other'

/** What runs on this machine showed of a device. Absent where it was not measured. */
export interface MeasuredHere {
  /** Runs that corrected its bandwidth. */
  readonly decodeRuns: number
  /** Its arithmetic rate over the data sheet's, and the bandwidth that goes with it. */
  readonly prefill?: { readonly runs: number; readonly rate: number; readonly bandwidth: BytesPerSecond }
}

export interface Accelerator {
  /** Stable within a machine: `gpu0`, `gpu1` in the order the engine would see them. */
  readonly id: string
  readonly name: Reading<string>
  readonly vendor: Vendor
  readonly kind: AcceleratorKind
  /** PCI address without the function, `0000:01:00`, where it is known: finds the same device again. */
  readonly slot?: string
  /** All memory the device may use, as the driver reports it (not as printed on the box). */
  readonly total: Reading<Bytes>
  /** What other programs leave of it now. */
  readonly free: Reading<Bytes>
  readonly bandwidth: Reading<BytesPerSecond>
  readonly measured?: MeasuredHere
  /** The catalogue device it was matched to, with compute figures for the speed model. */
  readonly device: DeviceSpec | null
  readonly backend: Backend
  /** Its memory is system memory: what it holds is missing from RAM. */
  readonly sharesHostMemory: boolean
  /**
   * Of graphics in a processor, where the two can be told apart: what the firmware set aside, which RAM is short of
   * already, and what is borrowed from RAM when it is used.
   */
  readonly pool?: { readonly setAside: Reading<Bytes>; readonly borrowed: Reading<Bytes> }
}

export interface Machine {
  /** `this machine`, or the name it was saved under. */
  readonly name: string
  readonly platform: Platform
  readonly os: Reading<string>
  readonly environment: 'physical' | 'vm' | 'container' | 'wsl'
  readonly cpu: {
    readonly name: Reading<string>
    readonly physicalCores: Reading<number>
    readonly logicalCores: Reading<number>
  }
  readonly ram: {
    /** What programs may use: the system's total, or a container's limit where that is lower. */
    readonly total: Reading<Bytes>
    readonly available: Reading<Bytes>
    readonly bandwidth: Reading<BytesPerSecond>
    readonly measured?: { readonly decodeRuns: number }
  }
  readonly accelerators: readonly Accelerator[]
  /** Sentences about what could not be read and what to do about it. */
  readonly notes: readonly string[]
}
