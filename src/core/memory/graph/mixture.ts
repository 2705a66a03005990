import { type GraphBlock, has, projected, weightOf } from './block.ts'
import { sharedExperts } from './feed-forward.ts'
import { times } from './size.ts'
import type { GraphTensor } from './tensor.ts'

/**
 * Router, routed experts and shared experts of a block: [hidden, tokens] in and out. `routerLogits` where the router
 * reads something else.
 */
export function mixture(block: GraphBlock, x: GraphTensor, routerLogits?: GraphTensor): GraphTensor {
  const { graph, architecture, traits } = block
  const latent = ['ffn_latent', 'ffn_routed'].find((name) => has(block, `${name}_down`))
  const inner = latent ? projected(block, `${latent}_down`, x) : x
  let routed = routedExperts(block, x, inner, routerLogits)
  if (latent) routed = projected(block, `${latent}_up`, routed)
  const shared = architecture.experts && architecture.experts.shared > 0 ? sharedExperts(block, x) : null
  if (!shared) return routed
  const sum = graph.add(routed, shared)
  return traits.halvedExperts === true ? graph.map('scale', sum) : sum
}

/** llama-graph.cpp, `build_moe_ffn`. `x` is what the router reads, `inner` what the experts read. */
export function routedExperts(
  block: GraphBlock,
  x: GraphTensor,
  inner: GraphTensor,
  routerLogits?: GraphTensor
): GraphTensor {
  const { graph, architecture, traits } = block
  const experts = architecture.experts
  if (!experts) throw new Error('routed experts of a model without experts')
  const used = experts.perToken
  const [width, tokens] = inner.shape
  const { chosen, weights } = route(block, routerLogits ?? projected(block, 'ffn_gate_inp', x))
  let cur = graph.reshape(inner, [width, 1, tokens])
  if (traits.weightedInput === true) cur = graph.mul(graph.repeat(cur, [width, used, tokens]), weights)
  const activated = insideExperts(block, cur, chosen)
  let out = throughExperts(block, 'ffn_down_exps', activated, chosen)
  if (traits.weightedInput !== true) out = graph.mul(out, weights)
  graph.expand(out)
  const views = Array.from({ length: used }, () => graph.view(out, [out.shape[0], tokens]))
  for (const view of views) graph.expand(view)
  let sum = views[0] as GraphTensor
  for (const view of views.slice(1)) {
    sum = graph.add(sum, view)
    graph.expand(sum)
  }
  return used === 1 ? graph.contiguous(sum) : sum
}

function insideExperts(block: GraphBlock, x: GraphTensor, chosen: GraphTensor): GraphTensor {
  const { graph, traits } = block
  if (has(block, 'ffn_gate_up_exps')) {
    const both = throughExperts(block, 'ffn_gate_up_exps', x, chosen)
    const half = times(both.shape[0], 0.5)
    const part = (): GraphTensor => graph.view(both, [half, both.shape[1], both.shape[2]])
    return graph.glu(part(), part())
  }
  const up = throughExperts(block, 'ffn_up_exps', x, chosen)
  if (has(block, 'ffn_gate_exps')) return graph.glu(throughExperts(block, 'ffn_gate_exps', x, chosen), up)
  const activated = graph.map('unary', up)
  return traits.activation === 'squared' ? graph.map('sqr', activated) : activated
}

function throughExperts(block: GraphBlock, name: string, x: GraphTensor, chosen: GraphTensor): GraphTensor {
  const weight = weightOf(block, name)
  if (!weight) throw new Error(`a block without ${name}`)
  const out = block.graph.mulMatId(weight, x, chosen)
  const bias = weightOf(block, `${name}.bias`)
  return bias ? block.graph.addId(out, bias, chosen) : out
}

/** Which experts, and how much of each: [perToken, tokens] and [1, perToken, tokens]. */
function route(block: GraphBlock, logits: GraphTensor): { chosen: GraphTensor; weights: GraphTensor } {
  const { graph, traits, architecture } = block
  const used = architecture.experts?.perToken ?? 1
  const [count, tokens] = logits.shape
  const routing = traits.routing ?? 'softmax'
  const probabilities =
    routing === 'softmax-of-chosen'
      ? logits
      : routing === 'sqrt-softplus'
        ? graph.map('sqrt', graph.map('unary', logits))
        : graph.map(routing === 'softmax' ? 'soft_max' : 'unary', logits)
  const bias = weightOf(block, 'exp_probs_b.bias')
  const ranked =
    traits.weightedInput === true ? logits : bias ? graph.add(probabilities, bias) : probabilities
  // The first blocks of DeepSeek V4 choose by the token itself (`ffn_gate_tid2eid`).
  const byToken = weightOf(block, 'ffn_gate_tid2eid')
  const chosen = byToken ? graph.getRows(byToken, block.inputs.tokenIds()) : graph.topK(ranked, used)
  let weights = graph.getRows(graph.reshape(probabilities, [1, count, tokens]), chosen)
  const flat = (): GraphTensor => graph.reshape(weights, [used, tokens])
  if (routing === 'softmax-of-chosen')
    weights = graph.reshape(graph.map('soft_max', flat()), [1, used, tokens])
  if (traits.unnormalisedRouting !== true) {
    const each = flat()
    const sum = graph.map('clamp', graph.sumRows(each))
    weights = graph.reshape(graph.binary('div', each, sum), [1, used, tokens])
  }
  graph.expand(weights)
  return { chosen, weights }
}
