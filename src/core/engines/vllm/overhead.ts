import type { Term } from '../../memory/term.ts'
import type { Architecture } from '../../model/architecture.ts'
import { type Bytes, bytes, gib } from '../../quantity.ts'
import { exactTerm, measuredTerm, modelledTerm } from '../shared/account.ts'
import { grouped } from '../../format.ts'
import type { VllmResolved } from './resolve.ts'

/**
 * Peak of activations in vLLM's profiling run: the larger of two stages.
 *
 * - The sampler's dummy run over f32 logits, `9.75 x maxNumSeqs x vocabulary x 4 B`: fitted on seven models with
 *   9.6 to 9.9, one (Mistral Small 3.2) had 4.2.
 * - The forward pass of one batch: residual and hidden vectors, and the widest feed-forward part, in 16 bits.
 *
 * Source: vLLM Empirical Memory Profiling Results, v0.11, H100. The sum does not depend on `max_model_len`.
 */
const logitsFactor = { low: 4.2, usual: 9.75, high: 9.9 } as const

export function activationTerm(architecture: Architecture, settings: VllmResolved): Term {
  const { maxNumSeqs, maxNumBatchedTokens, tensorParallel } = settings
  const logits = (factor: number): number => factor * maxNumSeqs * architecture.vocabSize * 4
  const forward = 2 * maxNumBatchedTokens * widthPerToken(architecture, tensorParallel)
  if (logits(logitsFactor.usual) >= forward) {
    const range = [
      bytes(Math.max(forward, logits(logitsFactor.low))),
      bytes(Math.max(forward, logits(logitsFactor.high)))
    ] as const
    const why = `peak of the profiling run: 9.75 x ${grouped(maxNumSeqs)} sequences x ${grouped(architecture.vocabSize)} logits x 4 B (fitted on eight models, vLLM v0.11)`
    return modelledTerm('compute-buffer', logits(logitsFactor.usual), why, range)
  }
  const why = `peak of the profiling run: one batch of ${grouped(maxNumBatchedTokens)} tokens through the widest layer`
  return modelledTerm('compute-buffer', forward, why, [bytes(forward / 2), bytes(forward * 2)])
}

/** Values of one token alive at once in the widest layer. */
function widthPerToken({ hiddenSize, feedForward, experts }: Architecture, ranks: number): number {
  const dense = typeof feedForward === 'number' ? feedForward : Math.max(0, ...(feedForward ?? []))
  const denseWidth = (3 * dense) / ranks
  // Gate and up, their product, and the output of every routed expert of the token.
  const routed = experts ? experts.perToken * ((3 * experts.width) / ranks + hiddenSize) : 0
  return 4 * hiddenSize + Math.max(denseWidth, routed)
}

/** Memory outside torch: 0.13 GiB on one GPU, with NCCL's buffers 0.55 GiB on two (the same notes). */
export function outsideTorch(ranks: number): Term {
  if (ranks === 1) {
    const why =
      'memory outside torch, 0.13 GiB on an H100 (vLLM Empirical Memory Profiling Results; 0.33 to 0.35 in vllm issues 10517, 14452)'
    return measuredTerm('runtime', gib(0.13), why, [gib(0.13), gib(0.35)])
  }
  const why = `memory outside torch with NCCL, 0.55 GiB measured for 2 ranks, here ${ranks} (vLLM Empirical Memory Profiling Results)`
  return measuredTerm('runtime', gib(0.55), why, [gib(0.55), gib(ranks > 2 ? 1.1 : 0.6)])
}

/** CUDA graphs of decoding: between 0.17 and 1.58 GiB in nine logs; their median stands for them. */
export function graphsTerm({ enforceEager }: VllmResolved, fromShare: boolean): Term {
  if (enforceEager) return exactTerm('runtime', 0, 'no CUDA graphs: --enforce-eager')
  const where = fromShare ? 'taken from the share since v0.21' : 'beside the share before v0.21'
  const why = `CUDA graphs, ${where}: median of nine logs (vllm pull 30515, gpustack/runner pull 251, club-3090 issue 127)`
  return measuredTerm('runtime', gib(0.61), why, [gib(0.17), gib(1.58)])
}

/** Table of the rotary embedding: sine and cosine of every position, one for all layers alike. */
export function rotaryBytes({ attention }: Architecture, positions: number): number {
  const width = attention.latent?.qkRopeHeadDim ?? attention.headDim
  return positions * width * 2
}

/** MLA keeps its up-projection a second time, transposed, for decoding (vLLM v1/attention/backends/mla/common.py). */
export function absorbedBytes({ attention, layers }: Architecture, ranks: number): number {
  const { latent } = attention
  if (!latent) return 0
  const perHead = latent.kvLoraRank * (latent.qkNopeHeadDim + latent.vHeadDim)
  return (layers * (attention.sublayers ?? 1) * attention.heads * perHead * 2) / ranks
}

export const asBytes = (n: number): Bytes => bytes(Math.ceil(n))
