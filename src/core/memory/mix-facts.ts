import { type Architecture, keepsCache, layerKinds } from '../model/architecture.ts'
import type { Tensor } from '../model/tensor.ts'
import type { MixFacts } from '../quant/mix-rules.ts'

/**
 * Converters that write `attention.head_count_kv` as one number per block, 0 for blocks without a KV cache. The others
 * write one number for all blocks, which then also counts for a recurrent block 0. llama.cpp conversion/*.py.
 */
const perBlockHeads: readonly string[] = [
  'granitehybrid',
  'jamba',
  'lfm2',
  'lfm2moe',
  'nemotron_h',
  'nemotron_h_moe',
  'plamo2',
  'kimi-linear',
  'kimi-k3'
]

/** What llama-quantize reads of a model from its metadata. */
export function mixFacts(architecture: Architecture, tensors: readonly Pick<Tensor, 'layer'>[]): MixFacts {
  const { gguf, attention, experts } = architecture
  const [first = 'full'] = layerKinds(architecture)
  const override = attention.overrides?.[first]
  const heads = override?.heads ?? attention.heads
  const cacheless = gguf !== null && perBlockHeads.includes(gguf) && !keepsCache(first)
  // MLA is stored as multi-query attention: one latent that all heads share.
  const kvHeads = attention.latent ? 1 : (override?.kvHeads ?? attention.kvHeads)
  return {
    gguf,
    layers: tensors.reduce((n, { layer }) => Math.max(n, (layer ?? -1) + 1), architecture.layers),
    experts: experts?.count ?? 0,
    heads,
    kvHeads: cacheless ? 0 : kvHeads
  }
}
