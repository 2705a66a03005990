import {
  type GraphBlock,
  has,
  normed,
  projected,
  sequences,
  tokens,
  tokensPerSequence,
  weightOf
} from './block.ts'
import { convolutionInput } from './delta-net.ts'
import { mamba2Shape, widthOf } from './mixer-shape.ts'
import { readState, writeState } from './recurrent-state.ts'
import { type Size, plus, product, times } from './size.ts'
import type { GraphTensor } from './tensor.ts'

/** Mamba-2. llama.cpp src/models/mamba-base.cpp, `build_mamba2_layer`. */
export function mamba2Part(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph } = block
  const { inner, heads, groups, stateSize, kernel } = mamba2Shape(block)
  const dim = inner / heads
  const convolved = inner + 2 * groups * stateSize
  const conv = readState(block, (kernel - 1) * convolved)
  const all = graph.reshape(projected(block, 'ssm_in', x), [
    inner + convolved + heads,
    tokensPerSequence,
    sequences
  ])
  const perHead: [Size, Size, Size, Size] = [dim, heads, tokensPerSequence, sequences]
  const z = graph.view(all, perHead)
  const before = graph.reshape(conv.rows, [kernel - 1, convolved, sequences])
  const input = graph.concat(
    before,
    graph.transpose(graph.view(all, [convolved, tokensPerSequence, sequences]))
  )
  writeState(block, graph.view(input, [kernel - 1, convolved, sequences]), conv.stored)
  const mixed = activatedConvolution(block, input, convolved)
  const part = graph.view(mixed, perHead)
  const [b, c] = [0, 1].map(() => graph.view(mixed, [stateSize, groups, tokensPerSequence, sequences]))
  const dt = graph.add(
    graph.contiguous(graph.view(all, [heads, tokensPerSequence, sequences])),
    weightOf(block, 'ssm_dt.bias') ?? graph.weight([heads], block.place)
  )
  const scan = scanned(block, inner, stateSize, part, dt, b as GraphTensor, c as GraphTensor)
  let y: GraphTensor = graph.view(scan, perHead)
  y = graph.add(y, graph.mul(part, graph.weight([1, heads], block.place)))
  y = graph.glu(graph.contiguous(z), y)
  if (has(block, 'ssm_norm'))
    y = normed(block, 'ssm_norm', graph.reshape(y, [inner / groups, groups, tokensPerSequence, sequences]))
  return projected(block, 'ssm_out', graph.reshape(y, [inner, tokens]))
}

/** Mamba, with norms on dt, B and C where the block has them (Jamba). mamba-base.cpp, `build_mamba_layer`. */
export function mamba1Part(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph } = block
  const inner = widthOf(block, 'ssm_out', 0)
  const kernel = widthOf(block, 'ssm_conv1d', 0)
  const rank = widthOf(block, 'ssm_dt', 0)
  const stateSize = (widthOf(block, 'ssm_x', 1) - rank) / 2
  const hidden = block.architecture.hiddenSize
  const both = projected(block, 'ssm_in', graph.reshape(x, [hidden, tokensPerSequence, sequences]))
  const half = (): GraphTensor => graph.view(both, [inner, tokensPerSequence, sequences])
  const mixed = activatedConvolution(block, convolutionInput(block, half(), kernel, inner), inner)
  const joint = projected(block, 'ssm_x', mixed)
  const piece = (width: number, name: string): GraphTensor =>
    normed(block, name, graph.view(joint, [width, tokensPerSequence, sequences]))
  const narrow = piece(rank, 'ssm_dt_norm')
  const dt = projected(block, 'ssm_dt', has(block, 'ssm_dt_norm') ? narrow : graph.contiguous(narrow))
  const part = graph.reshape(mixed, [1, inner, tokensPerSequence, sequences])
  const scan = scanned(
    block,
    inner,
    stateSize,
    part,
    dt,
    piece(stateSize, 'ssm_b_norm'),
    piece(stateSize, 'ssm_c_norm')
  )
  const y = graph.add(
    graph.view(scan, [inner, tokensPerSequence, sequences]),
    graph.mul(mixed, graph.weight([inner], block.place))
  )
  const out = projected(block, 'ssm_out', graph.glu(graph.contiguous(half()), y))
  return graph.reshape(out, [hidden, tokens])
}

export function activatedConvolution(block: GraphBlock, input: GraphTensor, channels: number): GraphTensor {
  const { graph } = block
  const weight = weightOf(block, 'ssm_conv1d')
  if (!weight) throw new Error('a Mamba layer without ssm_conv1d')
  const out = graph.custom('ssm_conv', [channels, tokensPerSequence, sequences], input, weight)
  const bias = weightOf(block, 'ssm_conv1d.bias')
  return graph.map('unary', bias ? graph.add(out, bias) : out)
}

/** The scan over all tokens: outputs, and the states after them. ggml.c, `ggml_ssm_scan`. */
export function scanned(
  block: GraphBlock,
  inner: number,
  stateSize: number,
  x: GraphTensor,
  dt: GraphTensor,
  b: GraphTensor,
  c: GraphTensor
): GraphTensor {
  const { graph, place } = block
  const elements = plus(times(inner, tokens), product([stateSize, inner, sequences]))
  const state = readState(block, stateSize * inner, (states, ids) =>
    graph.custom('ssm_scan', [elements], states, x, dt, graph.weight([1, inner], place), b, c, ids)
  )
  writeState(block, graph.view(state.rows, [stateSize * inner, sequences]), state.stored)
  return state.rows
}
