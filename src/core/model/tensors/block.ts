import type { Architecture, LayerKind, LayerOverride } from '../architecture.ts'

/** One block of the stack: everything a tensor builder needs to know. */
export interface Block {
  readonly architecture: Architecture
  readonly layer: number
  readonly kind: LayerKind
}

export interface HeadDimensions {
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
  readonly valueHeadDim: number
  readonly keysAreValues: boolean
  readonly extraWeights: number
}

/** Attention dimensions of a block, with the differences of its layer kind applied (Gemma 4, MiMo V2, Step 3.5). */
export function headDimensions({ architecture, kind }: Pick<Block, 'architecture' | 'kind'>): HeadDimensions {
  const { attention } = architecture
  const own: LayerOverride = attention.overrides?.[kind] ?? {}
  const headDim = own.headDim ?? attention.headDim
  return {
    heads: own.heads ?? attention.heads,
    kvHeads: own.kvHeads ?? attention.kvHeads,
    headDim,
    valueHeadDim: attention.valueHeadDim ?? headDim,
    keysAreValues: own.keysAreValues ?? false,
    extraWeights: own.extraWeights ?? 0
  }
}
