import type { Architecture, LayerKind } from '../../model/architecture.ts'
import type { Graph } from './graph.ts'
import type { GraphInputs } from './inputs.ts'
import { type Size, over, sizeOf } from './size.ts'
import type { GraphTensor } from './tensor.ts'
import type { Traits } from './traits.ts'

/** Shapes of the weights of one block, by name without the `blk.N.`: `attn_q.weight` -> [2048, 4096]. */
export type BlockWeights = ReadonlyMap<string, readonly [number, ...number[]]>

/** Settings that change the graph itself; everything else changes sizes only. */
export interface GraphFlags {
  readonly flashAttention: boolean
  /** Quantised caches hold rotated keys and values. */
  readonly quantisedCache: boolean
  /** Keys and values of f32, which flash attention converts before it reads them. */
  readonly wideCache: boolean
}

/** One block while its graph is built. */
export interface GraphBlock {
  readonly graph: Graph
  readonly architecture: Architecture
  readonly traits: Traits
  readonly flags: GraphFlags
  readonly inputs: GraphInputs
  readonly weights: BlockWeights
  readonly layer: number
  readonly kind: LayerKind
  /** Device of the block, and of its routed experts. */
  readonly place: number
  readonly expertsPlace: number
  /** Device of the cache it reads, which may be another block's. */
  readonly cachePlace: number
  readonly reusesCache: boolean
  readonly last: boolean
  /** Where the embedding is looked up; outside the stack only. */
  readonly host?: number
  /** Inputs of all blocks of their own: [width, tokens, layers] (Gemma 3n and 4). */
  readonly perLayer?: GraphTensor | null
}

export const tokens: Size = sizeOf('tokens')
export const sequences: Size = sizeOf('sequences')
export const tokensPerSequence: Size = over(tokens, sequences)

const routed = /^ffn_(up|down|gate|gate_up)_(ch)?exps/

/** A regular expression for every weight of every block is felt. */
const ofExperts = (name: string): boolean => name.includes('exps') && routed.test(name)

/** The weight `name` (with `.weight` or another suffix), or null where the block has none. */
export function weightOf(block: GraphBlock, name: string): GraphTensor | null {
  const shape = block.weights.get(name.includes('.') ? name : `${name}.weight`)
  if (!shape) return null
  return block.graph.weight(shape as [number], ofExperts(name) ? block.expertsPlace : block.place)
}

export const has = (block: GraphBlock, name: string): boolean => block.weights.has(`${name}.weight`)

/** Whether a norm of this name is there, with weights or without (OLMo). */
export const hasNorm = (block: GraphBlock, name: string): boolean =>
  has(block, name) || block.traits.plainNorms?.includes(name) === true

/** Multiplies by the weight `name`, and adds its bias where there is one; null where the block has no such weight. */
export function project(block: GraphBlock, name: string, x: GraphTensor): GraphTensor | null {
  const weight = weightOf(block, name)
  if (!weight) return null
  const out = block.graph.mulMat(weight, x)
  const bias = weightOf(block, `${name}.bias`)
  return bias ? block.graph.add(out, bias) : out
}

/** The same where the weight must be there. */
export function projected(block: GraphBlock, name: string, x: GraphTensor): GraphTensor {
  const out = project(block, name, x)
  if (!out) throw new Error(`a block without ${name}`)
  return out
}

/** The norm `name`; the tensor itself where the block has none. llama-graph.cpp, `build_norm`. */
export function normed(block: GraphBlock, name: string, x: GraphTensor): GraphTensor {
  if (!hasNorm(block, name)) return x
  const { graph, traits } = block
  const weight = weightOf(block, `${name}.weight`)
  const norm = graph.map(traits.layerNorm === true ? 'norm' : 'rms_norm', x)
  if (!weight) return norm
  const scaled = graph.mul(norm, weight)
  const bias = weightOf(block, `${name}.bias`)
  return bias ? graph.add(scaled, bias) : scaled
}
