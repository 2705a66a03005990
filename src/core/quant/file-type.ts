/** The file types of `llama-quantize`, best first: the order in which a planner prefers them. */
export const fileTypes = [
  'F32',
  'BF16',
  'F16',
  'Q8_0',
  'Q6_K',
  'Q5_K_M',
  'Q5_1',
  'Q5_K_S',
  'Q5_0',
  'Q4_K_M',
  'Q4_1',
  'Q4_K_S',
  'MXFP4',
  'NVFP4',
  'IQ4_NL',
  'Q4_0',
  'IQ4_XS',
  'Q3_K_L',
  'Q3_K_M',
  'IQ3_M',
  'IQ3_S',
  'Q3_K_S',
  'IQ3_XS',
  'IQ3_XXS',
  'Q2_K',
  'IQ2_M',
  'Q2_K_S',
  'IQ2_S',
  'IQ2_XS',
  'IQ2_XXS',
  'TQ2_0',
  'IQ1_M',
  'TQ1_0',
  'IQ1_S'
] as const

export type FileType = (typeof fileTypes)[number]

export const isFileType = (name: string): name is FileType => (fileTypes as readonly string[]).includes(name)
