import type { Tensor, TensorRole } from '../tensor.ts'
import type { GgmlType } from '../../quant/ggml-type.ts'
import { layerInName } from '../../quant/tensor-category.ts'
import type { GgufHeader } from './header.ts'

/** What a tensor of a file is for, by its GGUF name (gguf-py/gguf/constants.py). */
export function roleOf(name: string): TensorRole {
  if (name === 'token_embd.weight') return 'input-embedding'
  if (name === 'output.weight') return 'output-head'
  if (name.startsWith('blk.'))
    return /\.ffn_(?:gate|up|down|gate_up)_(?:ch)?exps\./u.test(name) ? 'experts' : 'block'
  // Loaded with block 0 (`tn(LLM_TENSOR_TOKEN_EMBD_NORM, "weight", 0)`, src/models/bloom.cpp).
  if (name.startsWith('token_embd_norm.')) return 'block'
  return /^(?:token_types|position_embd|per_layer_token_embd)\./u.test(name) ? 'lookup' : 'output'
}

/** The tensors of a file with their own types: what `weightProfile` takes, without any assumption about a mix. */
export const fileTensors = (
  header: Pick<GgufHeader, 'tensors'>
): { readonly tensors: readonly Tensor[]; readonly types: readonly GgmlType[] } => ({
  tensors: header.tensors.map(({ name, shape }) => {
    const layer = layerInName(name)
    return { name, shape, layer: layer < 0 ? null : layer, role: roleOf(name) }
  }),
  types: header.tensors.map(({ type }) => type)
})
