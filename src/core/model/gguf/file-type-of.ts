import type { FileType } from '../../quant/file-type.ts'
import type { GgmlType } from '../../quant/ggml-type.ts'
import type { GgufHeader } from './header.ts'

/** `general.file_type` by number (`enum llama_ftype`, include/llama.h). */
const named: Readonly<Record<number, FileType>> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  7: 'Q8_0',
  8: 'Q5_0',
  9: 'Q5_1',
  10: 'Q2_K',
  11: 'Q3_K_S',
  12: 'Q3_K_M',
  13: 'Q3_K_L',
  14: 'Q4_K_S',
  15: 'Q4_K_M',
  16: 'Q5_K_S',
  17: 'Q5_K_M',
  18: 'Q6_K',
  19: 'IQ2_XXS',
  20: 'IQ2_XS',
  21: 'Q2_K_S',
  22: 'IQ3_XS',
  23: 'IQ3_XXS',
  24: 'IQ1_S',
  25: 'IQ4_NL',
  26: 'IQ3_S',
  27: 'IQ3_M',
  28: 'IQ2_S',
  29: 'IQ2_M',
  30: 'IQ4_XS',
  31: 'IQ1_M',
  32: 'BF16',
  36: 'TQ1_0',
  37: 'TQ2_0',
  38: 'MXFP4',
  39: 'NVFP4'
}

/** The mix that holds mostly this type; types that no mix is named after count as the nearest by width. */
const mostly: Readonly<Record<GgmlType, FileType>> = {
  f32: 'F32',
  f16: 'F16',
  bf16: 'BF16',
  q4_0: 'Q4_0',
  q4_1: 'Q4_1',
  q5_0: 'Q5_0',
  q5_1: 'Q5_1',
  q8_0: 'Q8_0',
  q8_1: 'Q8_0',
  q2_K: 'Q2_K',
  q3_K: 'Q3_K_M',
  q4_K: 'Q4_K_M',
  q5_K: 'Q5_K_M',
  q6_K: 'Q6_K',
  q8_K: 'Q8_0',
  iq2_xxs: 'IQ2_XXS',
  iq2_xs: 'IQ2_XS',
  iq3_xxs: 'IQ3_XXS',
  iq1_s: 'IQ1_S',
  iq4_nl: 'IQ4_NL',
  iq3_s: 'IQ3_S',
  iq2_s: 'IQ2_S',
  iq4_xs: 'IQ4_XS',
  i8: 'Q8_0',
  i16: 'F16',
  i32: 'F32',
  i64: 'F32',
  f64: 'F32',
  iq1_m: 'IQ1_M',
  tq1_0: 'TQ1_0',
  tq2_0: 'TQ2_0',
  mxfp4: 'MXFP4',
  nvfp4: 'NVFP4',
  q1_0: 'IQ1_S',
  q2_0: 'IQ2_S'
}

/** The mix that a file's keys name; null where they name none, or one of a fork. */
export function statedFileType(metadata: GgufHeader['metadata']): FileType | null {
  const number = metadata.get('general.file_type')?.value
  return (typeof number === 'number' ? named[number] : undefined) ?? null
}

/** The mix as the file calls it, else as most of its weights are; `stated` says which. */
export function fileTypeOf(header: GgufHeader): {
  readonly fileType: FileType
  readonly stated: boolean
  readonly most: GgmlType
} {
  const elements = new Map<GgmlType, number>()
  for (const { type, shape } of header.tensors) {
    elements.set(type, (elements.get(type) ?? 0) + shape.reduce((n, d) => n * d, 1))
  }
  const [most] = [...elements].reduce<readonly [GgmlType, number]>(
    (a, b) => (b[1] > a[1] ? b : a),
    ['f32', 0]
  )
  const stated = statedFileType(header.metadata)
  return { fileType: stated ?? mostly[most], stated: stated !== null, most }
}
