import { expect, test } from 'vitest'
import { type FileType, fileTypes, isFileType } from '../../../src/core/quant/file-type.ts'
import { type GgmlType, tensorBytes } from '../../../src/core/quant/ggml-type.ts'
import { assignTypes, describeObstacle, obstacleTo } from '../../../src/core/quant/mix.ts'
import type { MixFacts } from '../../../src/core/quant/mix-rules.ts'
import type { NamedShape } from '../../../src/core/quant/named-shape.ts'
import { startingType } from '../../../src/core/quant/starting-type.ts'
import truth from '../../truth/gguf-weights.json' with { type: 'json' }
import { byHand, tensorsOf } from './tensor-lists.ts'

const measured = truth.rows.flatMap((row) => {
  const known = Object.entries(byHand).find(([id]) => id === row.model)?.[1]
  return known && isFileType(row.quant)
    ? [{ ...row, quant: row.quant, facts: known.facts, dimensions: known.model }]
    : []
})

function bytesByType(tensors: readonly NamedShape[], types: readonly GgmlType[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [i, type] of types.entries()) {
    const tensor = tensors[i]
    if (tensor) sums[type] = (sums[type] ?? 0) + tensorBytes(type, tensor.shape)
  }
  return sums
}

test('there are measured rows of all five models', () => {
  expect(new Set(measured.map((row) => row.model)).size).toBe(5)
})

test.each(measured)('$model in $quant: every byte by type as llama-quantize gives it', (row) => {
  const tensors = tensorsOf(row.dimensions, row.facts)
  expect(tensors).toHaveLength(row.tensors)
  expect(bytesByType(tensors, assignTypes(tensors, row.quant, row.facts))).toEqual(row.bytesByType)
})

const facts = (over: Partial<MixFacts> = {}): MixFacts => ({
  gguf: 'llama',
  layers: 32,
  experts: 0,
  heads: 32,
  kvHeads: 8,
  ...over
})

/** The type of one tensor in a file that also has an output head and the other values and down projections. */
function typeIn(fileType: FileType, tensor: NamedShape, of: MixFacts): GgmlType | undefined {
  const rest = Array.from({ length: of.layers }, (_, i): NamedShape[] => [
    { name: `blk.${i}.attn_v.weight`, shape: [4096, 1024] },
    { name: `blk.${i}.ffn_down.weight`, shape: [14_336, 4096] }
  ])
    .flat()
    .filter(({ name }) => name !== tensor.name)
  const tensors = [...rest, { name: 'output.weight', shape: [4096, 32_000] } as const, tensor]
  return assignTypes(tensors, fileType, of).at(-1)
}

/** Rules worked by hand from src/llama-quant.cpp that no measured row reaches. */
test.each([
  {
    name: 'attn_v of a 70B Llama gets q5_K',
    fileType: 'Q4_K_M',
    tensor: ['blk.31.attn_v.weight', 8192, 1024],
    of: facts({ layers: 80, heads: 64 }),
    type: 'q5_K'
  },
  {
    name: 'attn_v of the 72B Qwen2 too',
    fileType: 'Q3_K_S',
    tensor: ['blk.31.attn_v.weight', 8192, 1024],
    of: facts({ gguf: 'qwen2', layers: 80, heads: 64 }),
    type: 'q5_K'
  },
  {
    name: 'a 65B Llama without grouped queries does not',
    fileType: 'Q3_K_S',
    tensor: ['blk.30.attn_v.weight', 8192, 8192],
    of: facts({ layers: 80, heads: 64, kvHeads: 64 }),
    type: 'q3_K'
  },
  {
    name: 'attn_k of eight experts',
    fileType: 'Q4_K_M',
    tensor: ['blk.9.attn_k.weight', 4096, 1024],
    of: facts({ experts: 8 }),
    type: 'q8_0'
  },
  {
    name: 'attn_k in the smaller IQ3 mix',
    fileType: 'IQ3_XXS',
    tensor: ['blk.9.attn_k.weight', 4096, 1024],
    of: facts(),
    type: 'iq2_s'
  },
  {
    name: 'ffn_up in the middle of an IQ3_XS file',
    fileType: 'IQ3_XS',
    tensor: ['blk.9.ffn_up_exps.weight', 4096, 1024, 128],
    of: facts({ experts: 128 }),
    type: 'iq3_xxs'
  },
  {
    name: 'ffn_up at the start of an IQ3_XS file',
    fileType: 'IQ3_XS',
    tensor: ['blk.3.ffn_up_exps.weight', 4096, 1024, 128],
    of: facts({ experts: 128 }),
    type: 'iq3_s'
  },
  {
    name: 'ffn_down of Falcon',
    fileType: 'Q3_K_L',
    tensor: ['blk.9.ffn_down.weight', 4096, 4096],
    of: facts({ gguf: 'falcon' }),
    type: 'q4_K'
  },
  {
    name: 'embedding of a ternary file',
    fileType: 'TQ1_0',
    tensor: ['token_embd.weight', 4096, 32_000],
    of: facts(),
    type: 'q4_K'
  },
  {
    name: 'embedding of an IQ1 file',
    fileType: 'IQ1_S',
    tensor: ['token_embd.weight', 4096, 32_000],
    of: facts(),
    type: 'q2_K'
  },
  {
    name: 'fused QKV counts as values',
    fileType: 'Q4_K_M',
    tensor: ['blk.0.attn_qkv.weight', 4096, 6144],
    of: facts(),
    type: 'q6_K'
  },
  {
    name: 'experts of an MXFP4 file',
    fileType: 'MXFP4',
    tensor: ['blk.0.ffn_up_exps.weight', 2880, 2880, 32],
    of: facts({ experts: 32 }),
    type: 'mxfp4'
  },
  {
    name: 'attention of an MXFP4 file',
    fileType: 'MXFP4',
    tensor: ['blk.0.attn_q.weight', 2880, 4096],
    of: facts({ experts: 32 }),
    type: 'q8_0'
  },
  {
    name: 'a router',
    fileType: 'Q2_K',
    tensor: ['blk.0.ffn_gate_inp.weight', 4096, 128],
    of: facts({ experts: 128 }),
    type: 'f32'
  },
  {
    name: 'a convolution',
    fileType: 'F16',
    tensor: ['blk.0.ssm_conv1d.weight', 4, 8192],
    of: facts(),
    type: 'f32'
  },
  {
    name: 'the projection of per-layer embeddings, left in 16 bits',
    fileType: 'BF16',
    tensor: ['per_layer_model_proj.weight', 2048, 8192],
    of: facts(),
    type: 'bf16'
  },
  {
    name: 'a two-dimensional bias',
    fileType: 'Q8_0',
    tensor: ['blk.0.ffn_down_exps.bias', 2880, 32],
    of: facts(),
    type: 'f32'
  },
  {
    name: 'a matrix of one row is a vector',
    fileType: 'Q8_0',
    tensor: ['blk.0.ffn_gate_inp_shexp.weight', 2048, 1],
    of: facts(),
    type: 'f32'
  },
  {
    name: 'a row of 1152 in q4_K',
    fileType: 'Q4_K_S',
    tensor: ['blk.9.attn_q.weight', 1152, 1024],
    of: facts(),
    type: 'q5_0'
  },
  {
    name: 'a row of 1152 in q6_K',
    fileType: 'Q6_K',
    tensor: ['blk.9.attn_q.weight', 1152, 1024],
    of: facts(),
    type: 'q8_0'
  },
  {
    name: 'a row of 1152 in iq4_xs',
    fileType: 'IQ4_XS',
    tensor: ['blk.9.attn_q.weight', 1152, 1024],
    of: facts(),
    type: 'iq4_nl'
  },
  {
    name: 'a row of 1152 in q2_K',
    fileType: 'Q2_K',
    tensor: ['blk.9.attn_q.weight', 1152, 1024],
    of: facts(),
    type: 'q4_0'
  },
  {
    name: 'a row of 48 in q4_K, which 32 does not divide either',
    fileType: 'Q4_K_S',
    tensor: ['blk.9.ssm_dt.weight', 48, 1536],
    of: facts(),
    type: 'f16'
  }
] as const)('$name, in $fileType: $type', ({ fileType, tensor, of, type }) => {
  const [name, ...shape] = tensor
  expect(typeIn(fileType, { name, shape }, of)).toBe(type)
})

test('the running number follows block and name, not the order of the list', () => {
  const { model, facts: of } = byHand['meta-llama/Llama-3.1-8B-Instruct']
  const tensors = tensorsOf(model, of)
  const turned = tensors.toReversed()
  expect(assignTypes(turned, 'Q4_K_M', of).toReversed()).toEqual(assignTypes(tensors, 'Q4_K_M', of))
})

test.each(fileTypes)('%s assigns a type to every tensor that its row can have', (fileType) => {
  const { model, facts: of } = byHand['Qwen/Qwen3-0.6B']
  const tensors = tensorsOf(model, of)
  const types = assignTypes(tensors, fileType, of)
  expect(types).toHaveLength(tensors.length)
  expect(types).toContain(startingType[fileType] === 'mxfp4' ? 'q8_0' : startingType[fileType])
})

test.each([
  { fileType: 'IQ2_XXS', kind: 'needs-importance-matrix' },
  { fileType: 'IQ1_M', kind: 'needs-importance-matrix' },
  { fileType: 'IQ3_XXS', kind: 'needs-importance-matrix' },
  { fileType: 'Q2_K_S', kind: 'needs-importance-matrix' },
  { fileType: 'Q2_K', kind: undefined },
  { fileType: 'IQ4_XS', kind: undefined },
  { fileType: 'Q4_K_M', kind: undefined },
  { fileType: 'BF16', kind: undefined }
] as const)('$fileType of a plain model: obstacle $kind', ({ fileType, kind }) => {
  const { model, facts: of } = byHand['meta-llama/Llama-3.1-8B-Instruct']
  expect(obstacleTo(tensorsOf(model, of), fileType, of)?.kind).toBe(kind)
})

test('a row of 48 stops a Q8_0 file, and the sentence says what to do', () => {
  const tensors = [{ name: 'blk.0.ssm_dt.weight', shape: [48, 1536] } as const]
  const obstacle = obstacleTo(tensors, 'Q8_0', facts())
  expect(obstacle && describeObstacle(obstacle, 'Q8_0')).toBe(
    'Q8_0 cannot be made: the rows of blk.0.ssm_dt.weight are not a whole number of q8_0 blocks. Choose another quantisation.'
  )
})
