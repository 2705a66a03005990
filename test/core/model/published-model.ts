import type { Architecture, LayerKind } from '../../../src/core/model/architecture.ts'

/**
 * A model whose dimensions (its `config.json` on huggingface.co) and weight count (`safetensors.total` of the same
 * repository, less towers and multi-token prediction) are published. `active` is that count with routed experts by
 * their share and without lookup tables.
 */
export interface PublishedModel {
  readonly id: string
  readonly total: number
  readonly active: number
  /** What llama.cpp v0.5.0 reports of the model's F16 (gpt-oss: MXFP4) file. */
  readonly file?: { readonly tensors: number; readonly elements: number; readonly f32Bytes?: number }
  readonly architecture: Architecture
}

/** Layer kinds written as one letter each. */
export const stack = (kinds: Readonly<Record<string, LayerKind>>, letters: string): LayerKind[] =>
  Array.from(letters, (letter) => {
    const kind = kinds[letter]
    if (!kind) throw new Error(`No layer kind for the letter ${letter}.`)
    return kind
  })
