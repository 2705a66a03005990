import type { Architecture } from './architecture.ts'
import type { Tensor } from './tensor.ts'
import { outsideTensors } from './tensors/outside.ts'
import { stackParts } from './tensors/stack-parts.ts'

const byName = (a: Tensor, b: Tensor): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/**
 * The weight tensors that llama.cpp's GGUF file of the model holds, with GGUF names and shapes in ggml order.
 *
 * Order: outside the stack first, then block by block, by name within each, which is the order in which
 * llama-quantize walks a file and counts tensors of a class (`weight_name_comparer`, src/llama-model-loader.h).
 * Towers for images and sound are not in the list: they are a file of their own (mmproj). Nor are layers of
 * multi-token prediction: a converter may append them to the file as further blocks, and llama.cpp leaves them on
 * the disk unless a draft head is asked for (`TENSOR_SKIP`, src/models/qwen35.cpp and glm4-moe.cpp).
 * Architectures without a loader in llama.cpp (`gguf` null) follow the common names.
 */
export function tensorTable(architecture: Architecture): readonly Tensor[] {
  const table = [...outsideTensors(architecture)].sort(byName)
  for (const [layer, parts] of stackParts(architecture).entries()) {
    for (const { name, shape, role } of parts)
      table.push({ name: `blk.${layer}.${name}`, shape, layer, role })
  }
  return table
}

const made = new WeakMap<Architecture, readonly Tensor[]>()

/** The tensors of a model, made once: those of its file where it was read from one (`rememberTensors`). */
export function tensorsOf(architecture: Architecture): readonly Tensor[] {
  const tensors = made.get(architecture) ?? tensorTable(architecture)
  made.set(architecture, tensors)
  return tensors
}

/** The list where it was made or read already; null: what is asked is found quicker by classes of blocks. */
export const knownTensors = (architecture: Architecture): readonly Tensor[] | null =>
  made.get(architecture) ?? null

/** A file's own tensors are those of the shape that was read from it, whatever the shape alone would give. */
export function rememberTensors(architecture: Architecture, tensors: readonly Tensor[]): void {
  made.set(architecture, tensors)
}
