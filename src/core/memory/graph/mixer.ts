import { attentionPart, headShape } from './attention.ts'
import { type GraphBlock, normed } from './block.ts'
import { shortConvolutionPart } from './convolution.ts'
import { deltaNetPart } from './delta-net.ts'
import { expandedAttentionPart } from './expanded-attention.ts'
import { kimiDeltaPart } from './kimi-delta.ts'
import { latentAttentionPart } from './latent-attention.ts'
import { lightningPart } from './lightning.ts'
import { mamba1Part, mamba2Part } from './mamba.ts'
import { mixerOf } from './mixer-shape.ts'
import { plamoMambaPart } from './plamo-mamba.ts'
import type { GraphTensor } from './tensor.ts'

/** What a block does with the sequence: [hidden, tokens] in and out; null where it has a feed-forward part alone. */
export function mixerPart(
  block: GraphBlock,
  stream: GraphTensor,
  x: GraphTensor,
  widest: number,
  sliding: boolean
): GraphTensor | null {
  const { graph, weights, architecture } = block
  if (weights.has('attn_kv_b.weight')) return expandedAttentionPart(block, x, headShape(block, widest))
  const attended = (): GraphTensor => attentionPart(block, x, headShape(block, widest), sliding)
  switch (mixerOf(block)) {
    case 'kda':
      return kimiDeltaPart(block, x)
    case 'shortconv':
      return shortConvolutionPart(block, x)
    case 'mamba1':
      // Steps per head instead of per channel: Mamba-2's scan behind Mamba's projections.
      return weights.get('ssm_dt.weight')?.[1] === weights.get('ssm_out.weight')?.[0]
        ? mamba1Part(block, x)
        : plamoMambaPart(block, x)
    case 'mamba2':
      return mamba2Part(block, x)
    case 'parallel_mamba2': {
      // Attention comes first, and each has a norm of its own (falcon-h1.cpp).
      const out = attended()
      return graph.add(out, mamba2Part(block, normed(block, 'attn_norm', stream)))
    }
    case 'gated_delta_net':
      return deltaNetPart(block, x)
    case 'lightning':
      return lightningPart(block, x)
    case 'latent':
      return architecture.attention.latent
        ? latentAttentionPart(block, x, architecture.attention.latent)
        : attended()
    case 'attention':
      return attended()
    case 'none':
      return null
  }
}
