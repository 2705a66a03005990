/** Bounds on what a header may claim, so that a damaged or hostile file costs neither memory nor time (CWE-770). */
export const limits = {
  /** The largest tokenizers in use take 20 MB. */
  headerBytes: 64 * 2 ** 20,
  metadataKeys: 10_000,
  /** Files with one tensor per expert, the most that converters ever wrote, reach 50,000. */
  tensors: 100_000,
  /** Chat templates reach 100 kB. */
  textBytes: 4 * 2 ** 20,
  /** Longer texts (chat templates) are walked over and only their length is kept. */
  keptTextBytes: 4096,
  /** Keys and tensor names; ggml itself allows 64 bytes for the latter. */
  nameBytes: 1024,
  /** Longer arrays (vocabularies) are walked over and only their length is kept. */
  keptElements: 4096,
  /** Of all arrays together. */
  keptElementsInAll: 2 ** 18,
  arrayElements: 16_777_216,
  dimensions: 4,
  /** Product of the dimensions: stays an exact integer. */
  elements: 2 ** 50,
  /** Blocks of llama.cpp's `LLAMA_MAX_LAYERS` (src/llama-hparams.h). */
  blocks: 512,
  /** Routed experts of one block: `LLAMA_MAX_EXPERTS`. */
  experts: 1024
} as const
