import type { LayerKind } from '../architecture.ts'
import { ConfigFault, type ConfigReader } from './config-json.ts'
import { fieldNames } from './field-names.ts'

/** What the recurrent layers of a model are: `linear_attention` and `mamba` name more than one thing. */
export type RecurrentKind = 'gated_delta_net' | 'kda' | 'lightning' | 'mamba1' | 'mamba2' | 'shortconv'

const written: Readonly<Record<string, LayerKind | 'linear' | 'mamba'>> = {
  full_attention: 'full',
  attention: 'full',
  full: 'full',
  // DeepSeek V3.2 and GLM-5: an indexer chooses among all cached tokens.
  deepseek_sparse_attention: 'full',
  compressed_sparse_attention: 'csa',
  heavily_compressed_attention: 'hca',
  global: 'full',
  global_attention: 'full',
  sliding_attention: 'sliding',
  sliding_window: 'sliding',
  sliding: 'sliding',
  local: 'sliding',
  local_attention: 'sliding',
  chunked_attention: 'chunked',
  linear_attention: 'linear',
  linear: 'linear',
  gated_delta_net: 'gated_delta_net',
  kda: 'kda',
  lightning: 'lightning',
  mamba: 'mamba',
  mamba2: 'mamba2',
  conv: 'shortconv',
  shortconv: 'shortconv',
  hybrid: 'parallel_mamba2',
  mlp: 'mlp',
  moe: 'moe'
}

/** Letters of Nemotron-H's `hybrid_override_pattern`, and of the L and G of EXAONE. */
const letters: Readonly<Record<string, LayerKind>> = {
  M: 'mamba2',
  '*': 'full',
  '-': 'mlp',
  E: 'moe',
  L: 'sliding',
  G: 'full'
}

/** The number of layers, or the length of the list that tells their kinds where the number is left out. */
export function layerCount(config: ConfigReader): number {
  if (config.nameOf(fieldNames.layers) === undefined) {
    const pattern = config.text('hybrid_override_pattern') ?? config.list('layers_block_type')
    if (pattern && pattern.length > 0) return pattern.length
  }
  return config.count(fieldNames.layers)
}

/** The kinds of all layers as the config tells them; null where it is silent, so that all are full attention. */
export function layerKindsOf(config: ConfigReader, layers: number): readonly LayerKind[] | null {
  return (
    fromNames(config, layers) ??
    fromLetters(config, layers) ??
    fromCompression(config, layers) ??
    fromNumbers(config, layers) ??
    fromIndexes(config, layers) ??
    fromInterval(config, layers)
  )
}

const recurrentKind = (config: ConfigReader): RecurrentKind => {
  if (config.has('linear_attn_config') || config.has('kda_lower_bound')) return 'kda'
  if (config.has('linear_num_value_heads')) return 'gated_delta_net'
  return 'lightning'
}

export const mambaKind = (config: ConfigReader): 'mamba1' | 'mamba2' =>
  config.nameOf(['mamba_num_heads', 'mamba_n_heads', 'mamba_headdim']) ? 'mamba2' : 'mamba1'

function lengthOf(config: ConfigReader, name: string, length: number, layers: number): void {
  if (length >= layers) return
  throw new ConfigFault(
    config.path(name),
    `${config.path(name)} tells ${length} layers, but there are ${layers}. The file is damaged.`
  )
}

/** `layer_types`, `layers_block_type`: a word per layer. A longer list goes on with the layers of MTP. */
function fromNames(config: ConfigReader, layers: number): readonly LayerKind[] | null {
  for (const name of ['layer_types', 'layers_block_type', 'attn_layer_types']) {
    const list = config.list(name)
    if (!list) continue
    lengthOf(config, name, list.length, layers)
    return list.slice(0, layers).map((word, layer) => {
      const kind = typeof word === 'string' && Object.hasOwn(written, word) ? written[word] : undefined
      if (kind === undefined) {
        throw new ConfigFault(
          config.path(name),
          `${config.path(name)}[${layer}] is ${JSON.stringify(word)}: this kind of layer is not known, so neither its weights nor its cache are.`
        )
      }
      return kind === 'linear' ? recurrentKind(config) : kind === 'mamba' ? mambaKind(config) : kind
    })
  }
  return null
}

/** `M-M*-`: a letter per layer; EXAONE repeats a short one over the stack. */
function fromLetters(config: ConfigReader, layers: number): readonly LayerKind[] | null {
  const whole = config.text('hybrid_override_pattern')
  const name = whole === undefined ? 'sliding_window_pattern' : 'hybrid_override_pattern'
  const pattern = whole ?? config.text(name)
  if (pattern === undefined || pattern === '') return null
  if (whole !== undefined) lengthOf(config, name, pattern.length, layers)
  else if (config.nameOf(fieldNames.window) === undefined) return null
  return Array.from({ length: layers }, (_, layer) => {
    const letter = pattern[layer % pattern.length] ?? ''
    const kind = letters[letter]
    if (kind) return kind
    throw new ConfigFault(
      config.path(name),
      `${config.path(name)} has “${letter}”, a kind of layer that is not known.`
    )
  })
}

/** DeepSeek V4: 0 is the window alone, a small ratio is sparse, a large one heavily compressed attention. */
function fromCompression(config: ConfigReader, layers: number): readonly LayerKind[] | null {
  const list = config.list('compress_ratios')
  if (!list) return null
  lengthOf(config, 'compress_ratios', list.length, layers)
  const ratios = list.slice(0, layers)
  const smallest = Math.min(
    ...ratios.filter((ratio): ratio is number => typeof ratio === 'number' && ratio > 0)
  )
  return ratios.map((ratio) => (ratio === 0 ? 'swa' : ratio === smallest ? 'csa' : 'hca'))
}

/** A number per layer: MiMo's window, MiniMax-01's attention, Llama 4's layers without rotary embedding. */
function fromNumbers(config: ConfigReader, layers: number): readonly LayerKind[] | null {
  const rules: readonly (readonly [name: string, zero: LayerKind, one: LayerKind])[] = [
    ['hybrid_layer_pattern', 'full', 'sliding'],
    ['attn_type_list', 'lightning', 'full'],
    ['no_rope_layers', 'full', config.has('attention_chunk_size') ? 'chunked' : 'full']
  ]
  for (const [name, zero, one] of rules) {
    const list = config.list(name)
    if (!list || list.length === 0) continue
    lengthOf(config, name, list.length, layers)
    return list.slice(0, layers).map((value) => (value === 0 ? zero : one))
  }
  return null
}

/** The numbers of the attention layers: LFM2 from 0, Kimi Linear from 1. */
function fromIndexes(config: ConfigReader, layers: number): readonly LayerKind[] | null {
  const lfm = config.list('full_attn_idxs')
  if (lfm) return at(layers, new Set(lfm), 0, 'shortconv')
  const linear = config.part('linear_attn_config')
  const full = linear?.list('full_attn_layers')
  return full ? at(layers, new Set(full), 1, 'kda') : null
}

const at = (layers: number, full: ReadonlySet<unknown>, first: number, other: LayerKind): LayerKind[] =>
  Array.from({ length: layers }, (_, layer) => (full.has(layer + first) ? 'full' : other))

/** Every n-th layer differs: full attention among windows, among recurrences, or among chunks. */
function fromInterval(config: ConfigReader, layers: number): readonly LayerKind[] | null {
  const every = (n: number, offset: number, other: LayerKind): LayerKind[] =>
    Array.from({ length: layers }, (_, layer) => (layer % n === offset ? 'full' : other))
  const recurrences = config.whole(['full_attention_interval'], 1)
  if (recurrences !== undefined && config.has('linear_num_value_heads'))
    return every(recurrences, recurrences - 1, recurrentKind(config))
  // Ling 3.0; Ling 2.6 groups its layers by the same word and has lightning attention in them.
  const group = config.whole(['layer_group_size'], 1)
  if (group !== undefined) return every(group, group - 1, recurrentKind(config))
  const period = config.whole(['attn_layer_period'], 1)
  if (period !== undefined) return every(period, config.whole(['attn_layer_offset']) ?? 0, mambaKind(config))
  if (config.has('attention_chunk_size')) {
    const rotary = config.whole(['no_rope_layer_interval'], 1) ?? 4
    return every(rotary, rotary - 1, 'chunked')
  }
  const windows = config.whole(
    ['sliding_window_pattern', '_sliding_window_pattern', 'global_attn_every_n_layers'],
    1
  )
  const window = config.whole(fieldNames.window)
  return windows !== undefined && window ? every(windows, windows - 1, 'sliding') : null
}

/** The shortest pattern that, repeated, gives every layer its kind; undefined when all are full attention. */
export function shortestPattern(kinds: readonly LayerKind[] | null): readonly LayerKind[] | undefined {
  if (!kinds || kinds.every((kind) => kind === 'full')) return undefined
  for (let length = 1; length < kinds.length; length++) {
    if (kinds.every((kind, layer) => kind === kinds[layer % length])) return kinds.slice(0, length)
  }
  return kinds
}

const windowed: ReadonlySet<LayerKind> = new Set<LayerKind>(['sliding', 'swa', 'csa', 'hca'])

/** Whether any layer has a window: DeepSeek V4's compressed layers see the last tokens whole. */
export const usesWindow = (kinds: readonly LayerKind[]): boolean => kinds.some((kind) => windowed.has(kind))
