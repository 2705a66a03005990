import { type ConfigObject, ConfigReader, isObject } from './config-json.ts'

/** Where models that also see or hear keep the shape of their language model, most specific first. */
const textParts = [
  'text_config',
  'language_config',
  'llm_config',
  'thinker_config',
  'language_model_config',
  'lm_config',
  'text_model_config'
] as const

const towers = ['vision_config', 'visual', 'vision_tower_config', 'audio_config', 'vit_config'] as const

export interface TextPart {
  /** Fields of the language model; those of the whole model where the part is silent. */
  readonly config: ConfigReader
  /** Names the model's class goes by, the outermost first, in letters and digits only. */
  readonly names: readonly string[]
  /** The class as the file writes it, for messages. */
  readonly shownName: string
  readonly sees: boolean
  readonly hears: boolean
}

/** `Qwen3_5MoeForConditionalGeneration` and `qwen3_5_moe_text` are one name: `qwen35moe`. */
export const plainName = (name: string): string =>
  name
    .replace(/(?:ForCausalLM|ForConditionalGeneration|ForVisionText2Text|LMHeadModel|LM|Model)$/, '')
    .replace(/_text$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** What the whole model says and its language model may leave out. */
const inherited = ['tie_word_embeddings', 'vocab_size', 'max_position_embeddings'] as const

/** The language model inside a config: a wrapper's `text_config`, however deep, or the config itself. */
export function textPart(config: ConfigObject): TextPart {
  const names: string[] = []
  const written: string[] = []
  let part = config
  let where = ''
  let outer: ConfigObject = {}
  // Qwen2.5-Omni has two wrappers around its language model; more is a loop of someone's making.
  for (let depth = 0; depth < 4; depth++) {
    for (const name of namesIn(part)) {
      written.push(name)
      names.push(plainName(name))
    }
    const inside = textParts.find((name) => isObject(part[name]))
    const next = inside === undefined ? undefined : part[inside]
    if (inside === undefined || !isObject(next)) break
    for (const name of inherited) if (part[name] !== undefined) outer = { ...outer, [name]: part[name] }
    where += `${inside}.`
    part = next
  }
  return {
    config: new ConfigReader(part, where).withDefaults(outer),
    names: [...new Set(names)],
    shownName: written[0] ?? 'no class',
    sees:
      towers.some((name) => isObject(config[name]) && !name.startsWith('audio')) ||
      isObject(config['thinker_config']),
    hears: isObject(config['audio_config'])
  }
}

function namesIn(config: ConfigObject): string[] {
  const { architectures, model_type: type } = config
  const classes: unknown[] = Array.isArray(architectures) ? architectures : []
  return [...classes, type].filter((name): name is string => typeof name === 'string' && name !== '')
}
