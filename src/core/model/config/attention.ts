import type { Attention, LatentAttention, LayerKind, SparseIndexer } from '../architecture.ts'
import { ConfigFault, type ConfigReader } from './config-json.ts'
import type { ConfigFamily } from './family.ts'
import { fieldNames } from './field-names.ts'
import { usesWindow } from './layer-kinds.ts'

/** Heads, cache and small tensors of the attention layers. */
export function attentionOf(
  config: ConfigReader,
  family: ConfigFamily,
  kinds: readonly LayerKind[]
): Attention {
  const heads = config.count(fieldNames.heads)
  const latent = latentOf(config)
  const window = config.whole(fieldNames.window, 0)
  const slides = usesWindow(kinds)
  if (slides && !window) config.count(fieldNames.window)
  const qkNorm = qkNormOf(config, family)
  const covers = biasOf(config, family)
  const factors = ropeFactorsOf(config)
  const sharedKv = config.whole(['num_kv_shared_layers']) ?? 0
  const indexer = indexerOf(config, kinds.length)
  return {
    heads,
    kvHeads: latent ? heads : kvHeadsOf(config, heads),
    headDim: headDimOf(config, heads, latent),
    ...(slides && window ? { window } : {}),
    ...(kinds.includes('chunked') ? { chunk: config.count(['attention_chunk_size']) } : {}),
    ...(latent ? { latent } : {}),
    ...(indexer ? { indexer } : {}),
    ...(covers ? { qkvBias: true } : {}),
    ...(covers === 'all' ? { outputBias: true } : {}),
    ...(qkNorm && !latent ? { qkNorm } : {}),
    ...(family.sinks ? { sinks: true } : {}),
    ...((config.flag(['attn_output_gate']) ?? family.outputGate) ? { outputGate: true } : {}),
    ...(sharedKv > 0 ? { sharedKvLayers: sharedKv } : {}),
    ...(factors ? { ropeFactors: factors } : {})
  }
}

function headDimOf(config: ConfigReader, heads: number, latent: LatentAttention | undefined): number {
  // The width of queries and keys; a `head_dim` beside a latent is that of the rotary or value part.
  if (latent) {
    const width = latent.qkNopeHeadDim + latent.qkRopeHeadDim
    // Mistral 4's loader takes the published head_dim; both are equal there.
    return width
  }
  const stated = config.whole(fieldNames.headDim, 1)
  if (stated !== undefined) return stated
  const hiddenSize = config.count(fieldNames.hiddenSize)
  if (hiddenSize % heads === 0) return hiddenSize / heads
  throw new ConfigFault(
    config.path('head_dim'),
    `${config.path('head_dim')} is missing, and ${heads} heads do not divide a hidden size of ${hiddenSize}.`
  )
}

function kvHeadsOf(config: ConfigReader, heads: number): number {
  const stated = config.whole(fieldNames.kvHeads, 1)
  // Falcon 7B says it with a word; its later models (`new_decoder_architecture`) with a number.
  if (config.flag(['multi_query']) === true && config.flag(['new_decoder_architecture']) !== true) {
    return config.has('multi_query_group_num') ? (stated ?? 1) : 1
  }
  const kvHeads = stated ?? heads
  if (heads % kvHeads === 0) return kvHeads
  const name = config.nameOf(fieldNames.kvHeads) ?? 'num_key_value_heads'
  throw new ConfigFault(
    config.path(name),
    `${config.path(name)} is ${kvHeads}, which does not divide ${heads} attention heads. The file is damaged.`
  )
}

/** DeepSeek-V2, arXiv 2405.04434; `q_lora_rank: null` projects queries directly. */
function latentOf(config: ConfigReader): LatentAttention | undefined {
  const kvLoraRank = config.whole(['kv_lora_rank'], 1)
  if (kvLoraRank === undefined) return undefined
  return {
    qLoraRank: config.whole(['q_lora_rank'], 1) ?? null,
    kvLoraRank,
    qkRopeHeadDim: config.whole(['qk_rope_head_dim']) ?? 0,
    qkNopeHeadDim: config.count(['qk_nope_head_dim']),
    vHeadDim: config.count(['v_head_dim'])
  }
}

function qkNormOf(config: ConfigReader, family: ConfigFamily): 'head' | 'full' | undefined {
  if (family.qkNorm) return family.qkNorm === 'none' ? undefined : family.qkNorm
  if (!config.flag(['use_qk_norm', 'qk_norm', 'qk_layernorm', 'use_qk_layernorm'])) return undefined
  // One norm over the whole layer's queries (MiniMax M2, Command R+), or one shared by its heads.
  return config.text('qk_norm_type') === 'per_layer' || family.gguf === 'command-r' ? 'full' : 'head'
}

function biasOf(config: ConfigReader, family: ConfigFamily): 'qkv' | 'all' | undefined {
  const all = config.flag([
    'attention_bias',
    'attn_bias',
    'qkv_bias',
    'use_bias',
    'bias',
    'use_attention_bias'
  ])
  const onlyQkv = config.flag(['use_qkv_bias', 'add_qkv_bias'])
  if (family.bias) return all === false ? undefined : family.bias
  if (all && !config.has('qkv_bias')) return family.biasCovers ?? 'all'
  return all || onlyQkv ? 'qkv' : undefined
}

/** Frequency factors that the converter writes into the file (`llama3`, `longrope`; Phi-3 first called it `su`). */
function ropeFactorsOf(config: ConfigReader): Attention['ropeFactors'] | undefined {
  const scaling = config.part('rope_scaling') ?? config.part('rope_parameters')
  const type = scaling?.text('rope_type') ?? scaling?.text('type')
  if (type === 'llama3') return { kind: 'llama3' }
  if (type !== 'longrope' && type !== 'su') return undefined
  const share = config.number(['partial_rotary_factor']) ?? scaling?.number(['partial_rotary_factor']) ?? 1
  const heads = config.count(fieldNames.heads)
  const rotated = share * headDimOf(config, heads, undefined)
  return share < 1 ? { kind: 'longrope', rotated } : { kind: 'longrope' }
}

/** Which keys are read: DeepSeek V3.2 and GLM-5 (`index_*`), MiniMax M3 (`sparse_attention_config`). */
function indexerOf(config: ConfigReader, layers: number): SparseIndexer | undefined {
  const heads = config.whole(['index_n_heads'], 1)
  if (heads !== undefined) {
    const owners = indexerLayers(config, layers)
    const topK = config.whole(['index_topk'], 1)
    return {
      heads,
      headDim: config.count(['index_head_dim']),
      ...(topK === undefined ? {} : { topK }),
      ...(owners ? { layers: owners } : {})
    }
  }
  const sparse = config.part('sparse_attention_config')
  if (sparse?.flag(['use_sparse_attention']) !== true) return undefined
  const frequency = sparse.list('sparse_attention_freq')
  const blockSize = sparse.whole(['sparse_block_size'], 1)
  const topKBlocks = sparse.whole(['sparse_topk_blocks'], 1)
  return {
    heads: sparse.count(['sparse_num_index_heads']),
    headDim: sparse.count(['sparse_index_dim']),
    ...(frequency ? { layers: frequency.flatMap((on, layer) => (on === 1 ? [layer] : [])) } : {}),
    ...(blockSize === undefined ? {} : { blockSize }),
    ...(topKBlocks === undefined ? {} : { topKBlocks })
  }
}

/** Layers with an indexer of their own; the others share the choice of the one before (GLM-5.2). */
function indexerLayers(config: ConfigReader, layers: number): readonly number[] | undefined {
  const types = config.list('indexer_types')
  if (types) {
    const owners = types.flatMap((type, layer) => (type === 'full' ? [layer] : []))
    return owners.length >= layers ? undefined : owners
  }
  const ratios = config.list('compress_ratios')?.slice(0, layers)
  if (!ratios) return undefined
  const smallest = Math.min(
    ...ratios.filter((ratio): ratio is number => typeof ratio === 'number' && ratio > 0)
  )
  return ratios.flatMap((ratio, layer) => (ratio === smallest ? [layer] : []))
}
