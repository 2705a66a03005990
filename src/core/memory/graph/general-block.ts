import { keepsCache } from '../../model/architecture.ts'
import { isKnownArchitecture } from '../../model/gguf/known-architectures.ts'
import { attend } from './attention-core.ts'
import { headShape } from './attention.ts'
import { type GraphBlock, normed, tokens } from './block.ts'
import type { GraphTensor } from './tensor.ts'

/**
 * Models of the engine that are not followed operation by operation: mixers of RWKV, the bank of residuals of Kimi K3, the
 * cycles of HRM, dots3's windows of latent attention.
 */
const notFollowed: ReadonlySet<string> = new Set(
  'rwkv6 rwkv6qwen2 rwkv7 arwkv7 kimi-k3 hrm_text dots3note'.split(' ')
)

/** Whether graphs of this architecture are those of the engine; others are modelled by the rules of `generalBlock`. */
export const isFollowed = (gguf: string | null): boolean =>
  gguf !== null && isKnownArchitecture(gguf) && !notFollowed.has(gguf)

/**
 * A block of an unknown kind: plain attention, or a projection as wide as its widest one, and a feed-forward part by the
 * widths of its weights. Never fails: [hidden, tokens] in and out.
 */
export function generalBlock(
  block: GraphBlock,
  stream: GraphTensor,
  widest: number,
  sliding: boolean
): GraphTensor {
  const { graph, inputs, kind, last } = block
  const input = normed(block, 'attn_norm', stream)
  const mixed = keepsCache(kind) ? plainAttention(block, input, widest, sliding) : across(block, input, false)
  const picked = (x: GraphTensor): GraphTensor => (last ? graph.getRows(x, inputs.outputs()) : x)
  const middle = graph.add(picked(mixed), picked(stream))
  return graph.add(across(block, normed(block, 'ffn_norm', middle), true), middle)
}

function plainAttention(block: GraphBlock, x: GraphTensor, widest: number, sliding: boolean): GraphTensor {
  const { graph, place } = block
  const shape = headShape(block, widest)
  const part = (dim: number, heads: number): GraphTensor =>
    graph.reshape(graph.mulMat(graph.weight([x.shape[0], dim * heads], place), x), [dim, heads, tokens])
  const { heads, kvHeads, keyDim, valueDim } = shape
  const out = attend(
    block,
    shape,
    { q: part(keyDim, heads), k: part(keyDim, kvHeads), v: part(valueDim, kvHeads) },
    sliding
  )
  return graph.mulMat(graph.weight([heads * valueDim, x.shape[0]], place), out)
}

/** Two tensors of the widest inner width of a part, one gating the other, and back: what fits most parts. */
function across(block: GraphBlock, x: GraphTensor, feedForward: boolean): GraphTensor {
  const { graph, architecture, place, expertsPlace } = block
  const hidden = architecture.hiddenSize
  let [width, experts] = [0, false]
  for (const [name, [from, to = 0, count = 0]] of block.weights) {
    if (name.startsWith('ffn_') !== feedForward || from !== hidden) continue
    const used = count > 0 ? (architecture.experts?.perToken ?? 1) : 1
    if (to * used <= width) continue
    width = to * used
    experts = count > 0
  }
  if (width === 0) return x
  const at = experts ? expertsPlace : place
  const through = (): GraphTensor => graph.mulMat(graph.weight([hidden, width], at), x)
  return graph.mulMat(graph.weight([width, hidden], at), graph.glu(through(), through()))
}
