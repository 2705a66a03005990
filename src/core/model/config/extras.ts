import type { Architecture, ArchitectureDetails, Attention, Experts, LayerKind } from '../architecture.ts'
import { tensorTable } from '../tensor-table.ts'
import { elements } from '../tensor.ts'
import type { ConfigReader } from './config-json.ts'
import { fieldNames } from './field-names.ts'

/** Changes one family makes to what the general rules read. Kinds: the kind of every layer. */
type Extra = (architecture: Architecture, config: ConfigReader, kinds: readonly LayerKind[]) => Architecture

const withAttention = (architecture: Architecture, more: Partial<Attention>): Architecture => ({
  ...architecture,
  attention: { ...architecture.attention, ...more }
})
const withExperts = (architecture: Architecture, more: Partial<Experts>): Architecture =>
  architecture.experts ? { ...architecture, experts: { ...architecture.experts, ...more } } : architecture
const withDetails = (architecture: Architecture, more: ArchitectureDetails): Architecture => ({
  ...architecture,
  details: { ...architecture.details, ...more }
})

/** Gemma 3n and 4 E: a table per layer and token, and the projections around it. */
const perLayerInputs: Extra = (architecture, config) => {
  const width = config.whole(['hidden_size_per_layer_input']) ?? 0
  if (width === 0) return architecture
  const rows = config.count(['vocab_size_per_layer_input', ...fieldNames.vocabSize])
  return { ...architecture, perLayerEmbedding: { params: rows * architecture.layers * width, width } }
}

/** What Gemma 4 E adds to a block: its scale counts as a weight there, and in no other Gemma 4. */
function withBlockSum(architecture: Architecture): Architecture {
  const added = /\.(?:inp_gate|proj|post_norm|layer_output_scale)\b/
  const sum = tensorTable(architecture)
    .filter(({ layer, name }) => layer === 0 && added.test(name))
    .reduce((total, tensor) => total + elements(tensor), 0)
  return withDetails(architecture, { layerExtra: sum })
}

/**
 * Gemma 4: global layers of another width whose values are their keys; experts beside a dense part; the layers that
 * reuse a cache may be twice as wide.
 */
const gemma4: Extra = (architecture, config, kinds) => {
  const { attention, layers, feedForward } = architecture
  const headDim = config.whole(['global_head_dim'], 1)
  const keysAreValues = config.flag(['attention_k_eq_v']) ?? false
  const kvHeads = keysAreValues ? config.whole(['num_global_key_value_heads'], 1) : undefined
  const shared = attention.sharedKvLayers ?? 0
  const doubled = config.flag(['use_double_wide_mlp']) === true && shared > 0
  const withGlobals = withAttention(architecture, {
    overrides: {
      full: {
        ...(kvHeads === undefined ? {} : { kvHeads }),
        ...(headDim === undefined ? {} : { headDim }),
        ...(keysAreValues ? { keysAreValues } : {})
      }
    }
  })
  const shaped = withExperts(
    {
      ...withGlobals,
      ...(doubled && typeof feedForward === 'number'
        ? {
            feedForward: Array.from({ length: layers }, (_, layer) =>
              layer >= layers - shared ? 2 * feedForward : feedForward
            )
          }
        : {})
    },
    {
      denseBeside: true
    }
  )
  const whole = perLayerInputs(shaped, config, kinds)
  return whole.perLayerEmbedding ? withBlockSum(whole) : whole
}

/** DeepSeek V4: every layer keeps one latent of `head_dim`; experts of the first layers are chosen by token id. */
const deepseek4: Extra = (architecture, config) => {
  const ratios = (config.list('compress_ratios') ?? []).filter(
    (ratio): ratio is number => typeof ratio === 'number' && ratio > 0
  )
  const hashLayers = config.whole(['num_hash_layers']) ?? 0
  const hyperConnections = config.whole(['hc_mult'], 1) ?? 4
  return withAttention(architecture, {
    compressed: {
      qLoraRank: config.count(['q_lora_rank']),
      oGroups: config.count(['o_groups']),
      oLoraRank: config.count(['o_lora_rank']),
      qkRopeHeadDim: config.count(['qk_rope_head_dim']),
      csaRatio: ratios.length > 0 ? Math.min(...ratios) : 4,
      hcaRatio: ratios.length > 0 ? Math.max(...ratios) : 128,
      hashLayers,
      hyperConnections
    }
  })
}

/** Kimi K3: a score in front of every residual, and a decay per head that the checkpoint pads. */
const kimi3: Extra = (architecture, config, kinds) => {
  const { hiddenSize, recurrent } = architecture
  const heads = recurrent?.heads ?? 0
  const padded = Math.ceil(heads / 128) * 128 - heads
  const linear = kinds.filter((kind) => kind === 'kda').length
  const scores = config.has('attn_res_block_size')
  return withDetails(architecture, {
    ...(config.flag(['mla_use_output_gate']) ? { latentOutputGate: true } : {}),
    ...(scores ? { layerExtra: 4 * hiddenSize, otherParams: 2 * hiddenSize + linear * padded } : {})
  })
}

/** Ling 3.0: a gate per head on the output of its latent attention. llama.cpp src/models/bailingmoe3.cpp. */
const ling3: Extra = (architecture) => withDetails(architecture, { latentHeadGate: true })

/** A gate per head on the attention output, and other head counts in windowed layers (Step 3.5, Laguna). */
const headGates: Extra = (architecture, config, kinds) => {
  const { attention, hiddenSize } = architecture
  const other = config.part('attention_other_setting')
  const perLayer = config.list('num_attention_heads_per_layer')
  const first = perLayer?.[kinds.indexOf('sliding')]
  const heads =
    config.whole(['swa_num_attention_heads', 'sliding_num_attention_heads'], 1) ??
    other?.whole(['num_attention_heads'], 1) ??
    (typeof first === 'number' ? first : undefined)
  const kvHeads = other?.whole(['num_attention_groups'], 1)
  const gated = config.flag(['use_head_wise_attn_gate', 'gating', 'attn_head_gate']) ?? true
  const gate = (count: number): { readonly extraWeights?: number } =>
    gated ? { extraWeights: hiddenSize * count } : {}
  return withAttention(architecture, {
    overrides: {
      full: gate(attention.heads),
      sliding: {
        ...(heads === undefined || heads === attention.heads ? {} : { heads }),
        ...(kvHeads === undefined || kvHeads === attention.kvHeads ? {} : { kvHeads }),
        ...gate(heads ?? attention.heads)
      }
    }
  })
}

/** MiMo V2: narrower values, and a logit per head (a sink) in the layers with a window. */
const mimo2: Extra = (architecture, config) => {
  const { attention } = architecture
  const valueHeadDim = config.whole(['v_head_dim'], 1) ?? attention.headDim
  const kvHeads = config.whole(['swa_num_key_value_heads'], 1) ?? attention.kvHeads
  const sinks = config.flag(['add_swa_attention_sink_bias']) === true
  return withAttention(architecture, {
    ...(valueHeadDim === attention.headDim ? {} : { valueHeadDim }),
    overrides: {
      sliding: {
        ...(kvHeads === attention.kvHeads ? {} : { kvHeads }),
        ...(sinks ? { extraWeights: attention.heads } : {})
      }
    }
  })
}

/** LongCat: two attentions and two dense parts around the experts of a block, and slots that do nothing. */
const longcat: Extra = (architecture, config) => {
  const shaped = withExperts(withAttention(architecture, { sublayers: 2 }), { denseBeside: true })
  return withDetails({ ...shaped, feedForward: config.count(['ffn_hidden_size']) }, { densePerLayer: 2 })
}

/** ERNIE-VL: a second set of experts for images in every routed layer, which text does not read. */
const ernieVision: Extra = (architecture, config) => {
  const count = config.list('moe_num_experts')?.[1]
  const width = config.list('moe_intermediate_size')?.[1]
  return typeof count === 'number' && typeof width === 'number'
    ? withExperts(architecture, { vision: { count, width } })
    : architecture
}

/** xIELU's two scalars per layer. */
const apertus: Extra = (architecture) => withDetails(architecture, { layerExtra: 2 })

const jamba: Extra = (architecture) =>
  architecture.recurrent
    ? { ...architecture, recurrent: { ...architecture.recurrent, dtBcNorms: true } }
    : architecture

const gpt2: Extra = (architecture, config) =>
  withDetails(architecture, { positions: config.count(['n_positions', 'n_ctx']) })

/** One norm and one part per block; the dense layers of a model with experts have the width of `intermediate_size`. */
const nemotronH: Extra = (architecture) => ({
  ...withDetails(architecture, { singleBlock: true }),
  gguf: architecture.experts ? 'nemotron_h_moe' : 'nemotron_h'
})

/** llama.cpp calls a Granite 4 without Mamba layers what its parts are (conversion/granite.py). */
const granite4: Extra = (architecture, _, kinds) => ({
  ...architecture,
  gguf: kinds.includes('mamba2') ? 'granitehybrid' : architecture.experts ? 'granitemoe' : 'granite'
})

const grok: Extra = (architecture, config) =>
  config.flag(['residual_moe'])
    ? withExperts(
        { ...architecture, feedForward: null },
        {
          parallelDenseWidth: config.count(fieldNames.feedForward)
        }
      )
    : architecture

/** Falcon 40B and later normalise attention and feed-forward apart. */
const falcon: Extra = (architecture, config) =>
  config.flag(['new_decoder_architecture']) || config.flag(['parallel_attn']) === false
    ? { ...architecture, details: { normBias: true, gatedMlp: false } }
    : architecture

const headBias: Extra = (architecture) => withDetails(architecture, { headBias: true })

export const extras: Readonly<Record<string, Extra>> = {
  gemma3n: perLayerInputs,
  gemma4,
  deepseek4,
  'kimi-k3': kimi3,
  bailingmoe3: ling3,
  step35: headGates,
  laguna: headGates,
  mimo2,
  apertus,
  jamba,
  gpt2,
  nemotron_h: nemotronH,
  granitehybrid: granite4,
  grok,
  falcon,
  phimoe: headBias,
  phi2: headBias
}

/** Classes without a loader in llama.cpp, by their plain name. */
export const extrasByName: Readonly<Record<string, Extra>> = {
  longcatflash: longcat,
  ernie45moevl: ernieVision,
  ernie45vlmoe: ernieVision
}
