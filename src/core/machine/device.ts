/** One row of the device catalogue: one product with one memory size. */
export interface DeviceSpec {
  /** `geforce-rtx-4090-24`: unique. */
  readonly id: string
  readonly name: string
  readonly aliases: readonly string[]
  readonly vendor: 'nvidia' | 'amd' | 'intel' | 'apple' | 'other'
  readonly kind: 'discrete' | 'integrated' | 'unified'
  /** Memory as printed on the box, GiB; null for integrated parts without memory of their own. */
  readonly memoryGib: number | null
  /** Decimal GB/s, from the data sheet; null where none is published. */
  readonly bandwidthGBs: number | null
  /** Dense TFLOP/s outside the tensor cores. */
  readonly fp32Tflops?: number
  readonly fp16Tflops?: number
  readonly int8Tops?: number
  readonly architecture?: string
  readonly computeCapability?: string
  readonly gpuCores?: number
  readonly releaseYear?: number
  /** `10de:2684`: vendor and device as PCI has them, which products may share; `1002:73df:c1` with the revision. */
  readonly pciIds?: readonly string[]
  readonly source: string
  readonly note?: string
}
