/** One machine of a folder of captures: its entry in `index.json`. */
export interface CapturedMachine {
  readonly os: string
  readonly source?: string
  readonly system_ram_gib: number | null
  readonly gpus: readonly CapturedGpu[]
  readonly traps?: string
  readonly expect?: string
  /** File name to the command that printed it. */
  readonly files: Readonly<Record<string, string>>
}

export interface CapturedGpu {
  readonly name: string
  readonly vendor: string
  readonly kind: string
  readonly nominal_vram_gib: number | null
  readonly count: number
  /** What the driver or a tool says, where a tool was captured that knows. */
  readonly reported_mib?: number
}

export type CapturedIndex = { readonly machines: Readonly<Record<string, CapturedMachine>> }
