import { printable } from './fault.ts'
import type { GgufHeader } from './header.ts'
import type { MetadataValue } from './metadata-values.ts'

/**
 * What a GGUF file is that holds no language model, as a sentence with what to do; null for a model. Without its tensors,
 * by its keys alone.
 */
export function whatElse({
  metadata,
  tensors
}: Pick<GgufHeader, 'metadata'> & Partial<Pick<GgufHeader, 'tensors'>>): string | null {
  const text = (key: string): string | null => asText(metadata.get(key)?.value)
  const architecture = text('general.architecture')
  const type = text('general.type')
  if (type === 'mmproj' || architecture === 'clip' || type === 'projector')
    return 'This is a projector for images or sound (mmproj), not a language model. Name the model’s own .gguf file; the projector goes beside it (--mmproj).'
  if (type === 'adapter')
    return 'This is a LoRA adapter, not a model: it is loaded on top of one (--lora). Name the .gguf file of the model.'
  if (type === 'imatrix' || architecture === 'imatrix')
    return 'This is an importance matrix, which llama-quantize reads, not a model. Name the .gguf file of the model.'
  if (type === 'controlvector' || architecture === 'controlvector')
    return 'This is a control vector, not a model: it is loaded on top of one. Name the .gguf file of the model.'
  if (architecture === null)
    return 'This GGUF file names no architecture (general.architecture), so it cannot be read as a model. Convert the model again.'
  if (tensors === undefined || tensors.length > 0) return null
  return metadata.has('tokenizer.ggml.tokens') || metadata.has('tokenizer.ggml.model')
    ? 'This file holds a vocabulary only, no weights. Name the .gguf file of the model.'
    : `This GGUF file of the architecture “${printable(architecture)}” holds no tensors. Download it again.`
}

const asText = (value: MetadataValue | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null
