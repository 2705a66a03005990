import type { Tensor, TensorRole } from '../tensor.ts'
import type { GgmlType } from '../../quant/ggml-type.ts'
import type { GgufHeader } from './header.ts'

/** Tensors outside the blocks that llama.cpp looks up on the host (`LLM_TENSOR_LAYER_INPUT`, src/llama-arch.cpp). */
const lookups = /^(?:token_types|position_embd|per_layer_token_embd|masked_embd_\w+|hrm_z_l_init)(?:\.|$)/u

/** What a tensor of a file is for, by its GGUF name (gguf-py/gguf/constants.py). */
export function roleOf(name: string): TensorRole {
  if (name === 'token_embd.weight') return 'input-embedding'
  if (name === 'output.weight') return 'output-head'
  if (blockInName(name) !== null)
    return /\.ffn_(?:gate|up|down|gate_up)_(?:ch)?exps\./u.test(name) ? 'experts' : 'block'
  // Loaded with block 0 (`tn(LLM_TENSOR_TOKEN_EMBD_NORM, "weight", 0)`, src/models/bloom.cpp).
  if (name.startsWith('token_embd_norm.')) return 'block'
  return lookups.test(name) ? 'lookup' : 'output'
}

/** The block in a tensor's name: `blk.3.`, and `enc.blk.3.`, `dec.blk.3.` of T5; null outside the blocks. */
export function blockInName(name: string): number | null {
  const match = /^(?:enc\.|dec\.)?blk\.(\d{1,6})\./u.exec(name)
  return match ? Number(match[1]) : null
}

/** The tensors of a file with their own types: what `weightProfile` takes, without any assumption about a mix. */
export const fileTensors = (
  header: Pick<GgufHeader, 'tensors'>
): { readonly tensors: readonly Tensor[]; readonly types: readonly GgmlType[] } => ({
  tensors: header.tensors.map(({ name, shape }) => ({
    name,
    shape,
    layer: blockInName(name),
    role: roleOf(name)
  })),
  types: header.tensors.map(({ type }) => type)
})
