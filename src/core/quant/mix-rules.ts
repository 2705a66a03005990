import type { FileType } from './file-type.ts'
import { dividesRow, type GgmlType } from './ggml-type.ts'
import { startingType } from './starting-type.ts'
import type { TensorCategory } from './tensor-category.ts'

/** What the mixes ask about a model. */
export interface MixFacts {
  /** `general.architecture` of the file. */
  readonly gguf: string | null
  /** Blocks in the file, MTP blocks included (`block_count`). */
  readonly layers: number
  /** Routed experts of a layer, 0 without. */
  readonly experts: number
  /** Query heads and KV heads of block 0, as the file states them; 0 KV heads where block 0 keeps no KV cache. */
  readonly heads: number
  readonly kvHeads: number
}

/** One tensor on its way through the mix. */
export interface MixedTensor {
  readonly category: TensorCategory
  readonly rowElements: number
  /** Has a third dimension: stacked experts, or heads in MLA's projections. */
  readonly stacked: boolean
  /** Running number among the attention-v tensors, and how many there are. */
  readonly valueIndex: number
  readonly valueCount: number
  /** Block, or for dense models the running number among feed-forward tensors of this category. */
  readonly depth: number
  /** Head and embedding are one tensor. */
  readonly tied: boolean
}

/** File types of about two bits and less: rules of their own, by running number even in models with experts. */
export const twoBits: readonly FileType[] = ['IQ2_XXS', 'IQ2_XS', 'IQ2_S', 'IQ2_M', 'IQ1_S', 'IQ1_M']
const upperTwoBits: readonly FileType[] = ['IQ2_S', 'IQ2_M']
const oneBit: readonly FileType[] = ['IQ1_S', 'IQ1_M']

/** Query heads per KV head, 0 where block 0 has none: integer division as in `llama_hparams::n_gqa`. */
const groupSize = ({ heads, kvHeads }: MixFacts): number => (kvHeads > 0 ? Math.floor(heads / kvHeads) : 0)

const eighth = (n: number): number => Math.floor(n / 8)

/** The first and the last eighth, and every third in between. */
const moreBits = (i: number, n: number): boolean =>
  i < eighth(n) || i >= Math.floor((7 * n) / 8) || (i - eighth(n)) % 3 === 2

/**
 * Models that llama.cpp calls 70B, whose attn_v is an eighth of attn_q and gets more bits for next to nothing.
 * `load_arch_hparams` in src/models/{llama,qwen2,deci,jais2}.cpp.
 */
function is70B({ gguf, layers, experts, heads, kvHeads }: MixFacts): boolean {
  if (gguf === 'llama') return layers === 80 && experts !== 8 && heads !== kvHeads
  return ((gguf === 'qwen2' || gguf === 'deci') && layers === 80) || (gguf === 'jais2' && layers === 68)
}

function outputType(fileType: FileType, tensor: MixedTensor, facts: MixFacts): GgmlType {
  const start = startingType[fileType]
  if (fileType === 'MXFP4' || facts.gguf === 'falcon' || !dividesRow(start, tensor.rowElements)) return 'q8_0'
  if (twoBits.includes(fileType) || fileType === 'IQ3_XXS') return 'q5_K'
  return start === 'q8_0' ? 'q8_0' : 'q6_K'
}

const embeddingTypes: Readonly<Partial<Record<FileType, GgmlType>>> = {
  IQ2_XXS: 'q2_K',
  IQ2_XS: 'q2_K',
  IQ1_S: 'q2_K',
  IQ1_M: 'q2_K',
  IQ2_S: 'iq3_s',
  IQ2_M: 'iq3_s',
  IQ3_XXS: 'iq3_s',
  TQ1_0: 'q4_K',
  TQ2_0: 'q4_K'
}

function twoBitType(fileType: FileType, tensor: MixedTensor, facts: MixFacts): GgmlType | undefined {
  const bumped = upperTwoBits.includes(fileType) ? 'iq3_s' : 'q2_K'
  switch (tensor.category) {
    case 'attention-v':
      return groupSize(facts) >= 4 || facts.experts >= 4 ? 'q4_K' : bumped
    case 'attention-k':
      return facts.experts === 8 ? 'q4_K' : undefined
    case 'ffn-down':
      return tensor.depth < eighth(facts.layers) ? bumped : undefined
    case 'attention-output':
      if (facts.experts === 8) return 'q5_K'
      if (oneBit.includes(fileType)) return 'iq2_xxs'
      return upperTwoBits.includes(fileType) ? 'iq3_s' : undefined
    default:
      return undefined
  }
}

function valueType(fileType: FileType, tensor: MixedTensor, facts: MixFacts): GgmlType | undefined {
  const grouped = groupSize(facts) >= 4
  switch (fileType) {
    case 'Q2_K':
      return grouped ? 'q4_K' : 'q3_K'
    case 'Q2_K_S':
    case 'IQ3_XS':
    case 'IQ3_S':
      return grouped ? 'q4_K' : undefined
    case 'IQ3_XXS':
      return grouped ? 'q4_K' : 'iq3_s'
    case 'IQ3_M':
      return 'q4_K'
    case 'Q3_K_M':
      return tensor.valueIndex < 2 ? 'q5_K' : 'q4_K'
    case 'Q3_K_L':
      return 'q5_K'
    case 'IQ4_NL':
    case 'IQ4_XS':
      return grouped ? 'q5_K' : undefined
    case 'Q4_K_M':
    case 'Q5_K_M':
      return moreBits(tensor.valueIndex, tensor.valueCount) ? 'q6_K' : undefined
    case 'Q4_K_S':
      return tensor.valueIndex < 4 ? 'q5_K' : undefined
    default:
      return undefined
  }
}

function downType(fileType: FileType, { depth }: MixedTensor, facts: MixFacts): GgmlType | undefined {
  const falcon = facts.gguf === 'falcon'
  const early = depth < eighth(facts.layers)
  const veryEarly = depth < Math.floor(facts.layers / 16)
  const more = moreBits(depth, facts.layers)
  switch (fileType) {
    case 'Q2_K':
      return 'q3_K'
    case 'Q2_K_S':
      return early ? 'q4_K' : undefined
    case 'IQ3_XXS':
      return early ? 'q4_K' : 'q3_K'
    case 'Q3_K_M':
      if (veryEarly) return 'q5_K'
      return !falcon || more ? 'q4_K' : 'q3_K'
    case 'IQ3_M':
      return early || (facts.experts === 8 && more) ? 'q4_K' : undefined
    case 'Q3_K_L':
      return falcon ? 'q4_K' : 'q5_K'
    case 'Q4_K_M':
      if (!falcon) return more ? 'q6_K' : undefined
      if (veryEarly) return 'q6_K'
      return more ? 'q5_K' : 'q4_K'
    case 'IQ4_NL':
    case 'IQ4_XS':
      return early ? 'q5_K' : undefined
    case 'Q5_K_M':
      return more ? 'q6_K' : undefined
    case 'Q4_K_S':
      return early && !falcon ? 'q5_K' : undefined
    default:
      return undefined
  }
}

const eightExpertOutput: readonly FileType[] = [
  'Q2_K',
  'IQ3_XS',
  'IQ3_XXS',
  'Q3_K_S',
  'Q3_K_M',
  'IQ4_NL',
  'Q4_K_S',
  'Q4_K_M',
  'IQ3_S',
  'IQ3_M',
  'IQ4_XS'
]

const attentionOutputTypes: Readonly<Partial<Record<FileType, GgmlType>>> = {
  Q2_K: 'q3_K',
  IQ3_XXS: 'iq3_s',
  Q3_K_M: 'q4_K',
  Q3_K_L: 'q5_K',
  IQ3_M: 'q4_K'
}

function attentionOutputType(fileType: FileType, facts: MixFacts): GgmlType | undefined {
  if (facts.gguf === 'falcon') return fileType === 'Q3_K_L' ? 'q4_K' : undefined
  if (facts.experts === 8) return eightExpertOutput.includes(fileType) ? 'q5_K' : undefined
  return attentionOutputTypes[fileType]
}

const smallerKeyTypes: Readonly<Partial<Record<FileType, GgmlType>>> = { IQ3_XS: 'iq3_xxs', IQ3_XXS: 'iq2_s' }

/** MXFP4 goes to every 3-D tensor, MLA's per-head projections included; llama.cpp excepts those of one architecture. */
const isStackOfExperts = ({ stacked, category }: MixedTensor, { gguf }: MixFacts): boolean =>
  stacked && (gguf !== 'bailingmoe3' || category.startsWith('ffn-'))

/**
 * Type that the mix of a quantised file type prefers for one tensor, before its row length is looked at. The rules
 * without importance matrix and without overrides: `llama_tensor_get_type_impl`, llama.cpp src/llama-quant.cpp.
 */
export function mixedType(fileType: FileType, tensor: MixedTensor, facts: MixFacts): GgmlType {
  const start = startingType[fileType]
  const { category } = tensor
  if (category === 'output' || (category === 'token-embedding' && tensor.tied)) {
    return outputType(fileType, tensor, facts)
  }
  if (fileType === 'MXFP4') return isStackOfExperts(tensor, facts) ? 'mxfp4' : 'q8_0'
  if (category === 'token-embedding') return embeddingTypes[fileType] ?? start
  if (twoBits.includes(fileType)) return twoBitType(fileType, tensor, facts) ?? start
  switch (category) {
    case 'attention-v': {
      if (facts.experts === 8) return 'q8_0'
      const type = valueType(fileType, tensor, facts) ?? start
      return is70B(facts) && (type === 'q3_K' || type === 'q4_K') ? 'q5_K' : type
    }
    case 'attention-k':
      return facts.experts === 8 ? 'q8_0' : (smallerKeyTypes[fileType] ?? start)
    case 'attention-q':
      return smallerKeyTypes[fileType] ?? start
    case 'ffn-down':
      return downType(fileType, tensor, facts) ?? start
    case 'attention-output':
      return attentionOutputType(fileType, facts) ?? start
    case 'ffn-gate':
    case 'ffn-up': {
      const middle = tensor.depth >= eighth(facts.layers) && tensor.depth < Math.floor((7 * facts.layers) / 8)
      return fileType === 'IQ3_XS' && middle ? 'iq3_xxs' : start
    }
    case 'other':
      return start
  }
}
