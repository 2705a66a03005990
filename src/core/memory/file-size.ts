import { grouped } from '../format.ts'
import type { Architecture } from '../model/architecture.ts'
import { type Bytes, bytes } from '../quantity.ts'
import type { WeightProfile } from './weight-profile.ts'
import { tensorCount } from './weights.ts'

/** Size of a GGUF file before it is downloaded. Weights are exact; the metadata in front of them is an estimate. */
export interface FileSize {
  readonly bytes: Bytes
  readonly low: Bytes
  readonly high: Bytes
  readonly why: string
}

/** Name, dimensions, type and offset of one tensor in the header: 24 bytes and 8 per dimension, and a name of about 22. */
const headerBytesPerTensor = 62

/**
 * Bytes of metadata per token of the vocabulary, measured on published files: (file - weights - tensor list) / vocabulary.
 * Tokens, types and scores of SentencePiece vocabularies need 22 to 25 bytes; BPE vocabularies also list their merges.
 *
 *   32,768   Mistral-7B-Instruct-v0.3 Q4_K_M        4,372,812,000 bytes
 *   100,352  phi-4 Q4_K_M                           9,053,114,816
 *   128,256  Meta-Llama-3.1-8B-Instruct Q4_K_M      4,920,739,232
 *   151,936  Qwen3-30B-A3B Q4_K_M                  18,556,686,752   (Qwen3-0.6B Q8_0 639,446,688: the same 39.0)
 *   201,088  gpt-oss-20b mxfp4                     12,109,566,560
 *   262,144  gemma-3-1b-it Q4_K_M                     806,058,272
 */
const measured: readonly { readonly vocabSize: number; readonly bytesPerToken: number }[] = [
  { vocabSize: 32_000, bytesPerToken: 22.6 },
  { vocabSize: 32_064, bytesPerToken: 22.6 },
  { vocabSize: 32_768, bytesPerToken: 22.6 },
  { vocabSize: 100_352, bytesPerToken: 35.3 },
  { vocabSize: 128_256, bytesPerToken: 61 },
  { vocabSize: 151_936, bytesPerToken: 39 },
  { vocabSize: 152_064, bytesPerToken: 39 },
  { vocabSize: 200_064, bytesPerToken: 64.5 },
  { vocabSize: 201_088, bytesPerToken: 64.5 },
  { vocabSize: 262_144, bytesPerToken: 24.8 },
  { vocabSize: 262_208, bytesPerToken: 24.1 }
]

/** Smallest, usual and largest of the measured files. */
const unmeasured = { low: 22, usual: 39, high: 65 }

/**
 * Bytes of the file: weights and metadata, which is mostly the tokenizer.
 *
 * A vocabulary size that was measured is taken for that tokenizer (within 3 % of the metadata); others get the usual
 * rate and the range of all measured ones. The error of either is below 0.1 % of a file of several GB.
 */
export function fileSize(profile: WeightProfile, architecture: Architecture): FileSize {
  const { vocabSize } = architecture
  const list = tensorCount(architecture) * headerBytesPerTensor
  const known = measured.find((row) => row.vocabSize === vocabSize)?.bytesPerToken
  const rate = known === undefined ? unmeasured : { low: known * 0.97, usual: known, high: known * 1.03 }
  const whole = (perToken: number): Bytes =>
    bytes(Math.round(profile.totalBytes + list + perToken * vocabSize))
  const tokens = `${grouped(vocabSize)} tokens`
  return {
    bytes: whole(rate.usual),
    low: whole(rate.low),
    high: whole(rate.high),
    why: known
      ? `weights and metadata, ${known} bytes for each of ${tokens} as in published files of this vocabulary`
      : `weights and metadata, about ${rate.usual} bytes (${rate.low}-${rate.high}) for each of ${tokens}`
  }
}
