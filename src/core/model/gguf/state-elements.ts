import type { Hparams } from './hparams.ts'
import type { Metadata } from './metadata.ts'

/** Inner sizes are hidden sizes times a small factor. */
const sizes = { from: 0, to: 2 ** 24 }
const small = { from: 0, to: 2 ** 16 }

/**
 * Elements of the f32 tensors that one sequence keeps in a recurrent block: convolution and state
 * (`llama_hparams::n_embd_r`, `n_embd_s`), and the convolution of n-gram embeddings where the block has one
 * (`ple_conv_state`). llama.cpp src/llama-hparams.cpp, src/llama-memory-recurrent.cpp.
 */
export function stateElements(metadata: Metadata, hparams: Hparams): (block: number) => readonly number[] {
  const [convolution, state] = convolutionAndState(metadata, hparams)
  const kept = [convolution, state].filter((elements) => elements > 0)
  const ngrams = ngramConvolution(metadata, hparams)
  return (block) => (ngrams?.blocks.has(block) ? [...kept, ngrams.elements] : kept)
}

function convolutionAndState(metadata: Metadata, hparams: Hparams): readonly [number, number] {
  const { hiddenSize, architecture } = hparams
  const heads = hparams.heads[0] ?? 0
  const wkv = metadata.whole('wkv.head_size', 0, small)
  if (wkv > 0) return [metadata.whole('token_shift_count', 2, small) * hiddenSize, hiddenSize * wkv]
  const kernel = metadata.whole('ssm.conv_kernel', 0, small)
  const inner = metadata.whole('ssm.inner_size', 0, sizes)
  const width = metadata.whole('ssm.state_size', 0, small)
  const shortKernel = metadata.whole('shortconv.l_cache', 0, small)
  if (shortKernel > 0) return [hiddenSize * (shortKernel - 1), width * inner]
  const kda = metadata.whole('kda.head_dim', 0, small)
  if (kda > 0) return [3 * (kernel > 0 ? kernel - 1 : 3) * heads * kda, kda * kda * heads]
  const groups = metadata.whole('ssm.group_count', 0, small)
  const convolution = kernel > 0 ? (kernel - 1) * (inner + 2 * groups * width) : 0
  if (architecture === 'minimax-01') return [convolution, hparams.keyLength ** 2 * heads]
  return [convolution, width * inner]
}

/** `(kernel - 1) x n-gram length x hyper-connections x hidden size` (Qwen 4). */
function ngramConvolution(
  metadata: Metadata,
  { hiddenSize, blocks }: Hparams
): { readonly blocks: ReadonlySet<number>; readonly elements: number } | null {
  if (!metadata.isList('ple.layers')) return null
  const kernel = metadata.whole('ple.conv_kernel', 0, small)
  const length = metadata.whole('ple.ngram_size', 0, small)
  const streams = metadata.whole('hyper_connection.count', 0, small)
  const elements = Math.max(0, kernel - 1) * length * streams * hiddenSize
  if (elements === 0) return null
  return { blocks: new Set(metadata.numbers('ple.layers', { from: 0, to: blocks - 1 })), elements }
}
