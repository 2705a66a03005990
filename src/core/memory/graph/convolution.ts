import { type GraphBlock, projected, sequences, tokens, tokensPerSequence, weightOf } from './block.ts'
import { widthOf } from './mixer-shape.ts'
import { readState, writeState } from './recurrent-state.ts'
import type { GraphTensor } from './tensor.ts'

/** Gated short convolution (LFM2). llama.cpp src/models/lfm2.cpp, `build_shortconv_block`. */
export function shortConvolutionPart(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph, architecture } = block
  const hidden = architecture.hiddenSize
  const before = widthOf(block, 'shortconv.conv', 0) - 1
  const all = projected(
    block,
    'shortconv.in_proj.weight',
    graph.reshape(x, [hidden, tokensPerSequence, sequences])
  )
  const third = (): GraphTensor => graph.view(all, [hidden, tokensPerSequence, sequences])
  const [b, c, y] = [third(), third(), third()]
  const mixed = graph.transpose(graph.mul(b, y))
  const { stored, rows } = readState(block, before * hidden)
  const input = graph.concat(graph.reshape(rows, [before, hidden, sequences]), mixed)
  writeState(block, graph.view(input, [before, hidden, sequences]), stored)
  const weight = weightOf(block, 'shortconv.conv.weight')
  if (!weight) throw new Error('a short convolution without weights')
  const convolved = graph.custom('ssm_conv', [hidden, tokensPerSequence, sequences], input, weight)
  const out = projected(block, 'shortconv.out_proj.weight', graph.mul(c, convolved))
  return graph.reshape(out, [hidden, tokens])
}
