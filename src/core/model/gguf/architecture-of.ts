import { err, ok, type Result } from '../../result.ts'
import type { Architecture } from '../architecture.ts'
import { attentionOf } from './attention-of.ts'
import { denseWidths, expertsOf } from './experts-of.ts'
import { Fault, type GgufFault } from './fault.ts'
import { blockInName } from './file-tensors.ts'
import type { GgufHeader } from './header.ts'
import { type Hparams, hparamsOf } from './hparams.ts'
import { kindsOf, recurrentOf } from './kinds-of.ts'
import { cacheless, headless } from './known-architectures.ts'
import { layerCaches } from './layer-caches.ts'
import { Metadata } from './metadata.ts'
import type { GgufTensor } from './tensor-list.ts'

/** The shape of the model in a file, and what had to be assumed about it, as sentences. */
export interface FileArchitecture {
  readonly architecture: Architecture
  /** `general.architecture`, also where llama.cpp does not know it. */
  readonly name: string
  readonly contextLength: number | null
  /** Blocks from here on are for multi-token prediction: llama.cpp leaves their weights on the disk. */
  readonly trunk: number
  readonly notes: readonly string[]
}

/**
 * The shape of the model that a header describes: exactly for the architectures that llama.cpp loads, by general rules
 * for others, with a note. The error names a key that is missing or whose value no model could have.
 */
export function architectureOf(header: GgufHeader): Result<FileArchitecture, GgufFault> {
  try {
    return ok(read(header))
  } catch (fault) {
    if (fault instanceof Fault) return err(fault.fault)
    throw fault
  }
}

function read(header: GgufHeader): FileArchitecture {
  const { tensors } = header
  const metadata = new Metadata(header)
  const hparams = hparamsOf(metadata, tensors)
  checkBlocks(tensors, hparams)
  const caches = layerCaches(metadata, hparams)
  const experts = expertsOf(metadata, hparams.blocks, tensors)
  const recurrent = recurrentOf(metadata, hparams, caches)
  const has = (name: string): boolean => tensors.some((tensor) => tensor.name === name)
  const positions = tensors.find(({ name }) => name === 'position_embd.weight')?.shape[1]
  const architecture: Architecture = {
    gguf: hparams.known ? hparams.architecture : null,
    hiddenSize: hparams.hiddenSize,
    layers: hparams.blocks,
    feedForward: denseWidths(hparams.feedForward, experts),
    vocabSize: vocabularyOf(metadata, tensors),
    // Without a head llama.cpp loads the embedding a second time, except where a model has none at all.
    tiedEmbeddings: !has('output.weight') && !headless.has(hparams.architecture),
    attention: attentionOf(metadata, hparams, tensors),
    layerPattern: kindsOf(metadata, hparams, caches),
    layerCaches: caches,
    ...(recurrent && { recurrent }),
    ...(experts && { experts }),
    details: {
      // src/models/cohere2moe.cpp: RMS norms where the file has an epsilon for them.
      ...(hparams.architecture === 'cohere2moe' && hasRmsEpsilon(metadata) && { rmsNorms: true }),
      ...(isUngated(tensors, hparams) && { gatedMlp: false }),
      ...(positions !== undefined && { positions })
    }
  }
  return {
    architecture,
    name: hparams.architecture,
    contextLength: hparams.contextLength,
    trunk: hparams.trunk,
    notes: notesOf(hparams)
  }
}

function hasRmsEpsilon(metadata: Metadata): boolean {
  const epsilon = metadata.value(`${metadata.architecture}.attention.layer_norm_rms_epsilon`)
  return typeof epsilon === 'number' && epsilon !== 0
}

function notesOf({ known, architecture, trunk, blocks }: Hparams): readonly string[] {
  const beyond = blocks - trunk
  return [
    ...(known
      ? []
      : [
          `llama.cpp does not know the architecture “${architecture}”: weights are exact, the context follows general rules.`
        ]),
    ...(cacheless.has(architecture)
      ? [`Models of the architecture “${architecture}” keep no context between tokens.`]
      : []),
    ...(beyond > 0
      ? [
          `The file also holds ${beyond} ${beyond === 1 ? 'block' : 'blocks'} for multi-token prediction, which llama.cpp leaves on the disk unless asked.`
        ]
      : [])
  ]
}

/** Rows of the embedding; else what the metadata counts. */
function vocabularyOf(metadata: Metadata, tensors: readonly GgufTensor[]): number {
  const rows = tensors.find(({ name }) => name === 'token_embd.weight')?.shape[1]
  if (rows !== undefined) return rows
  const tokens = metadata.value('tokenizer.ggml.tokens')
  const listed = typeof tokens === 'object' ? tokens.length : 0
  return metadata.whole('vocab_size', listed, { from: 0, to: 2 ** 24 })
}

function checkBlocks(tensors: readonly GgufTensor[], { blocks }: Hparams): void {
  const beyond = tensors.find(({ name }) => (blockInName(name) ?? 0) >= blocks)
  if (!beyond) return
  throw new Fault({
    kind: 'damaged',
    at: 0,
    what: `tensor ${beyond.name} belongs to no block, for block_count is ${blocks}`
  })
}

/** Up and down alone: no gate, and the up projection is as wide as the feed-forward part. */
function isUngated(tensors: readonly GgufTensor[], { feedForward }: Hparams): boolean {
  if (tensors.some(({ name }) => name.endsWith('.ffn_gate.weight'))) return false
  const up = tensors.find(({ name }) => name.endsWith('.ffn_up.weight'))
  return up !== undefined && up.shape[1] === feedForward[blockInName(up.name) ?? 0]
}
