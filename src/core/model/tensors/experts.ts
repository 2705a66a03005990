import type { Architecture, Experts } from '../architecture.ts'
import { familyOf } from './family.ts'
import { bare, bias, matrix, type Part, stacked, unexplained, vector, when } from './part.ts'

const expertBias = (name: string, width: number, count: number): Part => ({
  name: `${name}.bias`,
  shape: [width, count],
  role: 'experts'
})

/** Routed experts, stacked per projection: gate and up [in, width, count], down [width, in, count]. */
function routedParts(architecture: Architecture, experts: Experts): readonly Part[] {
  const { count, width } = experts
  const inner = experts.latentSize ?? architecture.hiddenSize
  const gated = architecture.details?.gatedMlp ?? true
  const fused = gated && familyOf(architecture).fusedExperts
  const biased = experts.expertBias === true
  return [
    ...when(fused, stacked('ffn_gate_up_exps', inner, 2 * width, count)),
    ...when(gated && !fused, stacked('ffn_gate_exps', inner, width, count)),
    ...when(!fused, stacked('ffn_up_exps', inner, width, count)),
    stacked('ffn_down_exps', width, inner, count),
    ...when(biased && gated, expertBias('ffn_gate_exps', width, count)),
    ...when(biased, expertBias('ffn_up_exps', width, count), expertBias('ffn_down_exps', inner, count))
  ]
}

/** The shared experts of a layer act as one dense part of their joint width, which every token reads. */
function sharedParts(architecture: Architecture, experts: Experts): readonly Part[] {
  const { hiddenSize } = architecture
  const width = experts.shared === 0 ? 0 : (experts.sharedWidth ?? experts.shared * experts.width)
  if (width === 0) return []
  return [
    ...when(architecture.details?.gatedMlp ?? true, matrix('ffn_gate_shexp', hiddenSize, width)),
    matrix('ffn_up_shexp', hiddenSize, width),
    matrix('ffn_down_shexp', width, hiddenSize),
    ...when(experts.sharedGate, vector('ffn_gate_inp_shexp', hiddenSize))
  ]
}

/**
 * Experts for image tokens: a router and a stack of their own in every MoE layer, which text does not read.
 * transformers 5.18 models/ernie4_5_vl_moe (`vision_moe`); llama.cpp has no loader, so the names follow its rules.
 */
function visionParts({ hiddenSize }: Architecture, { vision }: Experts): readonly Part[] {
  if (!vision) return []
  const { count, width } = vision
  const parts = [
    matrix('ffn_gate_inp_vis', hiddenSize, count),
    bias('exp_probs_b_vis', count),
    stacked('ffn_gate_exps_vis', hiddenSize, width, count),
    stacked('ffn_up_exps_vis', hiddenSize, width, count),
    stacked('ffn_down_exps_vis', width, hiddenSize, count)
  ]
  return parts.map((part): Part => ({ ...part, role: 'lookup' }))
}

/** Norms and scales around the router; without a loader to read, as many elements as the catalogue counts. */
function routerExtras(architecture: Architecture, experts: Experts): readonly Part[] {
  const { gguf, hiddenSize } = architecture
  if (gguf === 'gemma4') {
    return [
      ...['pre_ffw_norm_2', 'post_ffw_norm_1', 'post_ffw_norm_2'].map((name) => vector(name, hiddenSize)),
      bare('ffn_gate_inp.scale', hiddenSize),
      bare('ffn_down_exps.scale', experts.count)
    ]
  }
  if (gguf === 'kimi-k3') return [vector('ffn_routed_norm', experts.latentSize ?? hiddenSize)]
  const zeroExperts = experts.zeroExperts ?? 0
  const explained = zeroExperts > 0 ? zeroExperts * hiddenSize + experts.count + zeroExperts : 0
  return [
    ...Array.from({ length: experts.extraNorms ?? 0 }, (_, i) =>
      vector(`ffn_expert_norm_${i + 1}`, hiddenSize)
    ),
    ...unexplained('ffn_router_extra', hiddenSize, Math.max(0, (experts.routerExtra ?? 0) - explained))
  ]
}

/** Router, routed experts and shared experts of one MoE block. */
export function expertParts(architecture: Architecture, experts: Experts): readonly Part[] {
  const { hiddenSize, gguf } = architecture
  const family = familyOf(architecture)
  const [latentDown, latentUp] = family.expertLatent
  // LongCat's zero experts have no weights but a row of the router each.
  const routed = experts.count + (experts.zeroExperts ?? 0)
  // LFM2's selection bias is a buffer of the checkpoint: no parameter, but a tensor of the file.
  const routerBias = experts.routerBias === true || gguf === 'lfm2moe' || routed > experts.count
  return [
    matrix('ffn_gate_inp', hiddenSize, routed),
    ...when(routerBias, bias(family.routerBias, routed)),
    ...(experts.latentSize === undefined
      ? []
      : [
          matrix(latentDown, hiddenSize, experts.latentSize),
          matrix(latentUp, experts.latentSize, hiddenSize)
        ]),
    ...routedParts(architecture, experts),
    ...sharedParts(architecture, experts),
    ...visionParts(architecture, experts),
    ...routerExtras(architecture, experts)
  ]
}
