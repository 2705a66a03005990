import type { Architecture, ArchitectureDetails, Experts } from '../architecture.ts'
import { architectureSchema } from '../../schema/architecture.ts'
import { err, ok, type Result } from '../../result.ts'
import { tensorTable } from '../tensor-table.ts'
import { attentionOf } from './attention.ts'
import { type ConfigError, ConfigFault, type ConfigObject, type ConfigReader } from './config-json.ts'
import { expertsOf } from './experts.ts'
import { extras, extrasByName } from './extras.ts'
import { type ConfigFamily, familyFor, unknownFamily } from './family.ts'
import { fieldNames } from './field-names.ts'
import { layerCount, layerKindsOf, shortestPattern, usesWindow } from './layer-kinds.ts'
import { type WeightFormat, weightFormat } from './quantization.ts'
import { recurrentOf } from './recurrent.ts'
import { textPart } from './text-part.ts'

/** What a `config.json` says of a model. */
export interface ConfigFacts {
  readonly architecture: Architecture
  /** The class as written: `Qwen3MoeForCausalLM`. */
  readonly className: string
  /** Tokens of context as the converter writes it into a file; null where the config is silent. */
  readonly contextLength: number | null
  readonly modality: 'text' | 'text+image' | 'text+image+audio'
  /** Layers of multi-token prediction that the file announces; whether they are shipped only the tensors tell. */
  readonly predictedLayers: number
  readonly weightFormat?: WeightFormat
  /** `bf16`, `f16` or `f32` for plain weights. */
  readonly nativeType: string | null
  /** What was assumed, each a sentence. */
  readonly notes: readonly string[]
}

/**
 * The shape of a model from its `config.json`: general rules over the field names that publishers use, and per class
 * what the file does not say (`family.ts`, `extras.ts`). A class that is not known is read by the rules alone, and a
 * note says so. The error names the field that is missing or makes no sense.
 */
export function architectureOfConfig(config: ConfigObject): Result<ConfigFacts, ConfigError> {
  try {
    return ok(read(config))
  } catch (fault) {
    if (fault instanceof ConfigFault)
      return err({ kind: 'bad-config', field: fault.field, message: fault.message })
    throw fault
  }
}

function read(whole: ConfigObject): ConfigFacts {
  const part = textPart(whole)
  const known = familyFor(part.names)
  const family = known ?? unknownFamily
  const config = part.config.withDefaults(family.defaults ?? {})
  refuseOthers(config, part.names)
  const { architecture, notes } = shape(config, family, part.names)
  const checked = architectureSchema.safeParse(architecture)
  if (!checked.success) {
    const [issue] = checked.error.issues
    throw new ConfigFault(
      null,
      `config.json gives a shape that cannot be: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. The file is damaged.`
    )
  }
  countable(architecture)
  const format = weightFormat(whole)
  return {
    architecture,
    className: part.shownName,
    contextLength: config.whole(fieldNames.context, 1) ?? null,
    modality: part.hears ? 'text+image+audio' : part.sees ? 'text+image' : 'text',
    predictedLayers: config.whole(fieldNames.predicted) ?? 0,
    ...(format ? { weightFormat: format } : {}),
    nativeType: format?.method ?? plainType(whole, config),
    notes: [
      ...(known
        ? []
        : [
            `The class ${part.shownName} is not known: its config.json was read by general rules, and small tensors (norms, biases) may differ.`
          ]),
      ...notes
    ]
  }
}

/** A shape whose tensors cannot be listed, because a dimension that a layer needs is missing, is refused here. */
function countable(architecture: Architecture): void {
  try {
    tensorTable(architecture)
  } catch (error) {
    const what = error instanceof Error ? (error.message.split(':')[0] ?? '') : ''
    throw new ConfigFault(null, `config.json gives a shape whose weights cannot be counted. ${what}.`)
  }
}

const notDecoders =
  /^(?:bert|roberta|t5|mt5|bart|whisper|clip|siglip|vit|wav2vec|distilbert|electra|modernbert)/

/** Encoders and translators have no cache that grows: nothing here holds for them. */
function refuseOthers(config: ConfigReader, names: readonly string[]): void {
  const other = names.find((name) => notDecoders.test(name))
  if (other === undefined && config.flag(['is_encoder_decoder']) !== true) return
  throw new ConfigFault(
    'architectures',
    `This is a model of class ${other ?? 'encoder-decoder'}, not a language model that writes text token by token.`
  )
}

function shape(
  config: ConfigReader,
  family: ConfigFamily,
  names: readonly string[]
): { readonly architecture: Architecture; readonly notes: readonly string[] } {
  if (config.has('block_configs')) {
    throw new ConfigFault(
      config.path('block_configs'),
      `${config.path('block_configs')} gives every layer another shape, which is not known yet. Open a GGUF file of this model instead: it is read tensor by tensor.`
    )
  }
  const layers = layerCount(config)
  if (layers > 10_000) {
    throw new ConfigFault(
      config.path('num_hidden_layers'),
      `num_hidden_layers is ${layers}, more than any model has.`
    )
  }
  const kinds =
    layerKindsOf(config, layers) ?? Array.from({ length: layers }, () => family.everyLayer ?? 'full')
  const pattern = shortestPattern(kinds)
  const experts = expertsOf(config, family, layers)
  const recurrent = recurrentOf(config, kinds)
  const tied = config.flag(fieldNames.tied) ?? family.tied ?? false
  const bare: Architecture = {
    gguf: family.gguf,
    hiddenSize: config.count(fieldNames.hiddenSize),
    layers,
    feedForward: feedForwardOf(config, experts, kinds),
    vocabSize: config.count(fieldNames.vocabSize),
    tiedEmbeddings: tied,
    attention: attentionOf(config, family, kinds),
    ...(pattern ? { layerPattern: pattern } : {}),
    ...(recurrent ? { recurrent } : {}),
    ...(experts ? { experts } : {}),
    ...detailsOf(config, family)
  }
  const name = names.find((candidate) => Object.hasOwn(extrasByName, candidate))
  const byName = name === undefined ? undefined : extrasByName[name]
  const extra = byName ?? (family.gguf === null ? undefined : extras[family.gguf])
  const window = config.whole(fieldNames.window)
  const unused = window && !usesWindow(kinds)
  return {
    architecture: extra ? extra(bare, config, kinds) : bare,
    notes:
      unused && config.flag(['use_sliding_window']) !== false
        ? [
            `It names a sliding window of ${window} tokens but no layers that use one: all are counted as full attention.`
          ]
        : []
  }
}

/** Width of the dense part: null where every layer routes, `4 x hidden` where an old class is silent. */
function feedForwardOf(
  config: ConfigReader,
  experts: Experts | undefined,
  kinds: readonly string[]
): number | readonly number[] | null {
  const own = config.nameOf(fieldNames.expertWidth) !== undefined
  if (experts) {
    const denseLayers =
      kinds.includes('mlp') ||
      experts.firstDense > 0 ||
      experts.every > 1 ||
      config.flag(['enable_moe_block']) === true
    if (kinds.includes('moe') ? !kinds.includes('mlp') : !denseLayers) return null
    const dense = config.whole(fieldNames.denseWidth, 1)
    return dense ?? (own ? config.count(fieldNames.feedForward) : experts.width)
  }
  const list = config.list('intermediate_size')
  if (list && new Set(list).size > 1) {
    return list.map((width) => {
      if (typeof width === 'number' && Number.isInteger(width) && width > 0) return width
      throw new ConfigFault(
        config.path('intermediate_size'),
        `${config.path('intermediate_size')} has a width that is no number.`
      )
    })
  }
  // Granite 4: the shared expert of a model without experts is its dense part.
  const stated = config.raw('num_local_experts') === 0 ? config.whole(fieldNames.sharedWidth, 1) : undefined
  const width = stated ?? config.whole(fieldNames.feedForward, 1)
  if (width === undefined) {
    return config.nameOf(['n_inner', 'n_embd', 'new_decoder_architecture', 'multi_query'])
      ? 4 * config.count(fieldNames.hiddenSize)
      : config.count(fieldNames.feedForward)
  }
  return blockWidth(config, width)
}

/** LFM2 states the width before it is cut to two thirds and rounded up (transformers, `Lfm2MLP`). */
function blockWidth(config: ConfigReader, width: number): number {
  if (config.flag(['block_auto_adjust_ff_dim']) !== true) return width
  const multiple = config.whole(['block_multiple_of'], 1) ?? 256
  const cut = Math.floor((2 * width) / 3)
  const scaled = Math.floor((config.number(['block_ffn_dim_multiplier']) ?? 1) * cut)
  return multiple * Math.ceil(scaled / multiple)
}

function detailsOf(config: ConfigReader, family: ConfigFamily): { details?: ArchitectureDetails } {
  const silent = ['attention_bias', 'use_bias', 'bias'].some((name) => config.raw(name) === false)
  const mlpBias = config.flag(['mlp_bias']) ?? (family.mlpBias === true && !silent)
  const details: ArchitectureDetails = {
    ...(family.norms === undefined ? {} : { normsPerLayer: family.norms }),
    ...(family.normBias ? { normBias: true } : {}),
    ...(family.finalNorm === false ? { finalNorm: false } : {}),
    ...(family.gated === false ? { gatedMlp: false } : {}),
    ...(mlpBias ? { mlpBias: true } : {})
  }
  return Object.keys(details).length > 0 ? { details } : {}
}

const plainTypes: Readonly<Record<string, string>> = {
  bfloat16: 'bf16',
  float16: 'f16',
  float32: 'f32'
}

function plainType(whole: ConfigObject, config: ConfigReader): string | null {
  for (const given of [
    config.raw('torch_dtype'),
    config.raw('dtype'),
    whole['torch_dtype'],
    whole['dtype']
  ]) {
    if (typeof given === 'string') return plainTypes[given] ?? given
  }
  return null
}
