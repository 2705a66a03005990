import { type FileType, isFileType } from './file-type.ts'

/**
 * Names publishers give to mixes of their own, and the type of `llama-quantize` nearest in size. Files so named differ
 * by up to a tenth: they keep some tensors larger (Unsloth's `UD-..._XL`, bartowski's `_L`), or are made by
 * ik_llama.cpp.
 */
const nearest: Readonly<Record<string, FileType>> = {
  Q8_K_XL: 'Q8_0',
  Q6_K_XL: 'Q6_K',
  Q6_K_L: 'Q6_K',
  Q5_K_XL: 'Q5_K_M',
  Q5_K_L: 'Q5_K_M',
  Q5_K: 'Q5_K_M',
  Q4_K_XL: 'Q4_K_M',
  Q4_K_L: 'Q4_K_M',
  Q4_K: 'Q4_K_M',
  Q3_K_XL: 'Q3_K_M',
  Q3_K: 'Q3_K_M',
  Q2_K_XL: 'Q2_K',
  Q2_K_L: 'Q2_K',
  FP16: 'F16',
  IQ4_KS_R4: 'IQ4_XS',
  IQ2_K_R4: 'IQ2_S',
  IQ2_KL: 'IQ2_M',
  'Q2_K_XL-LIKE': 'Q2_K',
  'IQ3_K MIX': 'IQ3_M',
  'IQ4_K_R4/IQ5_K_R4': 'IQ4_XS'
}

/** The file type of `llama-quantize` that a published name means, exactly or nearest in size; null for no known name. */
export function publishedType(name: string): FileType | null {
  const upper = name.trim().toUpperCase().replace(/^UD-/, '')
  return isFileType(upper) ? upper : (nearest[upper] ?? null)
}
