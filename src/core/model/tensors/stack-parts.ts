import { type Architecture, layerKinds } from '../architecture.ts'
import { blockClass, blockParts } from './block-tensors.ts'
import type { Part } from './part.ts'

/** The tensors of one block, named without the `blk.N.` in front. */
export type BlockParts = readonly Required<Part>[]

const known = new WeakMap<Architecture, readonly BlockParts[]>()

/**
 * The tensors of every block of a model's stack, made once per architecture. Blocks of one class share one list, so
 * that whoever works on a list of parts can remember what it found by the list: a stack of a hundred blocks has two or
 * three.
 */
export function stackParts(architecture: Architecture): readonly BlockParts[] {
  const before = known.get(architecture)
  if (before) return before
  const ofClass = new Map<string, BlockParts>()
  const stack = layerKinds(architecture).map((kind, layer) => {
    const block = { architecture, layer, kind }
    const key = blockClass(block)
    const parts = ofClass.get(key) ?? blockParts(block)
    ofClass.set(key, parts)
    return parts
  })
  known.set(architecture, stack)
  return stack
}
