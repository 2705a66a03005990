import { type GraphBlock, normed, projected, sequences, tokens, tokensPerSequence } from './block.ts'
import { convolutionInput } from './delta-net.ts'
import { activatedConvolution, scanned } from './mamba.ts'
import { widthOf } from './mixer-shape.ts'
import type { Size } from './size.ts'
import type { GraphTensor } from './tensor.ts'

/** Mamba with heads (PLaMo 2). llama.cpp src/models/plamo2.cpp, `build_plamo2_mamba_layer`. */
export function plamoMambaPart(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph, architecture } = block
  const inner = widthOf(block, 'ssm_out', 0)
  const [rank, heads] = [widthOf(block, 'ssm_dt', 0), widthOf(block, 'ssm_dt', 1)]
  const stateSize = (widthOf(block, 'ssm_x', 1) - rank) / 2
  const dim = inner / heads
  const perHead: [Size, Size, Size, Size] = [dim, heads, tokensPerSequence, sequences]
  const flat = [inner, tokensPerSequence, sequences] as const
  const convolution = (of: GraphTensor): GraphTensor =>
    activatedConvolution(block, convolutionInput(block, of, widthOf(block, 'ssm_conv1d', 0), inner), inner)
  const both = projected(
    block,
    'ssm_in',
    graph.reshape(x, [architecture.hiddenSize, tokensPerSequence, sequences])
  )
  const halves = graph.contiguous(graph.permute(both, [0, 2, 1, 3]), [
    2 * dim,
    heads,
    tokensPerSequence,
    sequences
  ])
  const mixed = convolution(graph.contiguous(graph.view(halves, perHead), flat))
  const joint = projected(block, 'ssm_x', mixed)
  const piece = (width: number, name: string): GraphTensor =>
    normed(block, name, graph.view(joint, [width, tokensPerSequence, sequences]))
  const [b, c] = [piece(stateSize, 'ssm_b_norm'), piece(stateSize, 'ssm_c_norm')]
  const dt = projected(block, 'ssm_dt', piece(rank, 'ssm_dt_norm'))
  const part = graph.view(mixed, perHead, true)
  const each = [stateSize, 1, tokensPerSequence, sequences] as const
  const scan = scanned(block, inner, stateSize, part, dt, graph.view(b, each), graph.view(c, each))
  const skipped = graph.mul(part, graph.reshape(graph.weight([heads], block.place), [1, heads]))
  const y = graph.add(graph.view(scan, perHead), skipped)
  const gated = graph.glu(graph.contiguous(graph.view(halves, perHead)), y)
  const out = projected(block, 'ssm_out', graph.view(gated, flat, true))
  return graph.reshape(out, [architecture.hiddenSize, tokens])
}
