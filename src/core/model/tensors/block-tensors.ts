import { hasExperts, type LayerKind, type Recurrent } from '../architecture.ts'
import { attentionParts } from './attention.ts'
import type { Block } from './block.ts'
import { compressedAttentionParts } from './compressed-attention.ts'
import { gatedDeltaNetParts, kimiDeltaParts } from './delta-net.ts'
import { expertParts } from './experts.ts'
import { extraBlockParts } from './extras.ts'
import { familyOf } from './family.ts'
import { denseParts, denseWidth } from './feed-forward.ts'
import { latentAttentionParts } from './latent-attention.ts'
import { bias, type Part, vector, when } from './part.ts'
import { lightningParts, mamba1Parts, mamba2Parts, shortConvolutionParts } from './recurrent.ts'
import { required } from './required.ts'

function attentionOf(block: Block): readonly Part[] {
  const { latent, sublayers = 1 } = block.architecture.attention
  const parts = latent ? latentAttentionParts(block, latent) : attentionParts(block)
  return repeated(parts, sublayers)
}

/** LongCat's blocks hold each part more than once; llama.cpp has no names for them, so a number is added. */
const repeated = (parts: readonly Part[], times: number): readonly Part[] =>
  Array.from({ length: times }, (_, i) =>
    i === 0 ? parts : parts.map((part) => ({ ...part, name: part.name.replace('.', `_${i + 1}.`) }))
  ).flat()

/** What the block does with the sequence: attention, a recurrence, both, or nothing. */
function mixerParts(block: Block): readonly Part[] {
  const { architecture, kind } = block
  const { attention } = architecture
  const state = (): Recurrent => required(architecture, 'recurrent', `${kind} layers`)
  switch (kind) {
    case 'full':
    case 'sliding':
    case 'chunked':
      return attentionOf(block)
    case 'swa':
    case 'csa':
    case 'hca':
      return attention.compressed ? compressedAttentionParts(block, attention.compressed) : attentionOf(block)
    case 'gated_delta_net':
      return gatedDeltaNetParts(architecture, state())
    case 'kda':
      return kimiDeltaParts(architecture, state())
    case 'lightning':
      return lightningParts(architecture, state())
    case 'mamba1':
      return mamba1Parts(architecture, state())
    case 'mamba2':
      return mamba2Parts(architecture, state())
    case 'parallel_mamba2':
      return [...attentionOf(block), ...mamba2Parts(architecture, state())]
    case 'shortconv':
      return shortConvolutionParts(architecture, state())
    case 'mlp':
    case 'moe':
      return []
  }
}

const holdsFeedForward = (kind: LayerKind, singleBlock: boolean): boolean =>
  !singleBlock || kind === 'mlp' || kind === 'moe'

/** Experts, a dense part, or both (Grok-2, Gemma 4 26B-A4B, LongCat). */
function feedForwardParts({ architecture, layer, kind }: Block): readonly Part[] {
  const { experts, details } = architecture
  if (!holdsFeedForward(kind, details?.singleBlock ?? false)) return []
  const dense = (): readonly Part[] =>
    repeated(denseParts(architecture, denseWidth(architecture, layer)), details?.densePerLayer ?? 1)
  if (!experts || !hasExperts(architecture, layer)) return dense()
  return [
    ...expertParts(architecture, experts),
    ...(experts.denseBeside ? dense() : []),
    ...(experts.parallelDenseWidth ? denseParts(architecture, experts.parallelDenseWidth) : [])
  ]
}

/** The tensors of one block, named without the `blk.N.` in front, in the order of their names. */
export function blockParts(block: Block): readonly Required<Part>[] {
  const { architecture, layer } = block
  const { hiddenSize, details } = architecture
  const norms = familyOf(architecture).blockNorms.flatMap((name) => [
    vector(name, hiddenSize),
    ...when(details?.normBias, bias(name, hiddenSize))
  ])
  return [...norms, ...mixerParts(block), ...feedForwardParts(block), ...extraBlockParts(architecture, layer)]
    .map((part) => ({ ...part, role: part.role ?? ('block' as const) }))
    .sort(byName)
}

/**
 * What a block's parts depend on besides the architecture. Blocks of one class have equal parts, so that a stack of a
 * hundred blocks is built from two or three; a test holds this against building every block by itself.
 */
export function blockClass({ architecture, layer, kind }: Block): string {
  const { attention, feedForward } = architecture
  const width = Array.isArray(feedForward) ? String(feedForward[layer]) : ''
  const routed = hasExperts(architecture, layer)
  const indexed = attention.indexer?.layers?.includes(layer) ?? true
  const hashed = layer < (attention.compressed?.hashLayers ?? 0)
  return [kind, width, routed, indexed, hashed, layer === 0].join(' ')
}

const byName = (a: Part, b: Part): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
