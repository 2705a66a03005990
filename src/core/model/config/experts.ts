import type { Experts } from '../architecture.ts'
import { ConfigFault, type ConfigReader } from './config-json.ts'
import type { ConfigFamily } from './family.ts'
import { fieldNames } from './field-names.ts'

/** Experts of the model, undefined for a dense one. */
export function expertsOf(config: ConfigReader, family: ConfigFamily, layers: number): Experts | undefined {
  const count = firstWhole(config, fieldNames.experts) ?? 0
  if (count < 2 || config.flag(['enable_moe_block']) === false) return undefined
  const perToken = firstWhole(config, fieldNames.expertsPerToken)
  if (perToken === undefined) config.count(fieldNames.expertsPerToken)
  const width = firstWhole(config, fieldNames.expertWidth)
  const sharedWidth = config.whole(fieldNames.sharedWidth) ?? 0
  const stated = firstWhole(config, fieldNames.shared)
  const shared = stated ?? family.shared ?? (sharedWidth > 0 ? 1 : 0)
  const routed = width ?? config.count(fieldNames.feedForward)
  const places = expertPlaces(config, family, layers)
  const latent = config.whole(['moe_latent_size', 'routed_expert_hidden_size'], 1)
  const zero = config.whole(['zero_expert_num']) ?? 0
  return {
    count,
    perToken: perToken ?? 1,
    shared,
    width: routed,
    ...(shared > 0 && sharedWidth > 0 && sharedWidth !== shared * routed ? { sharedWidth } : {}),
    ...places,
    ...(latent === undefined ? {} : { latentSize: latent }),
    ...(zero > 0 ? { zeroExperts: zero } : {}),
    ...(hasRouterBias(config, family) ? { routerBias: true } : {}),
    ...(family.sharedGate && shared > 0 ? { sharedGate: true } : {}),
    ...(family.expertBias ? { expertBias: true } : {})
  }
}

/** One value, or the first of a list of differing ones: per layer (Hunyuan), text before image (ERNIE-VL). */
function firstWhole(config: ConfigReader, names: readonly string[]): number | undefined {
  const name = config.nameOf(names)
  const first = name === undefined ? undefined : config.list(name)?.[0]
  if (first === undefined) return config.whole(names)
  return typeof first === 'number' && Number.isInteger(first) && first >= 0 ? first : config.whole(names)
}

function hasRouterBias(config: ConfigReader, family: ConfigFamily): boolean {
  if (family.routerBias !== undefined) return family.routerBias
  return config.flag(fieldNames.routerBias) ?? config.text('topk_method') === 'noaux_tc'
}

/** Which layers route: the first n are dense, and then every n-th routes. */
function expertPlaces(
  config: ConfigReader,
  family: ConfigFamily,
  layers: number
): Pick<Experts, 'firstDense' | 'every'> {
  const listed = routedLayers(config, layers)
  if (listed) return asRule(config, listed)
  const frequency = config.raw('moe_layer_freq')
  const every =
    config.whole(fieldNames.every, 1) ??
    (typeof frequency === 'number' && frequency > 0 ? frequency : undefined) ??
    1
  const firstDense = firstWhole(config, fieldNames.firstDense) ?? family.firstDense ?? 0
  return { firstDense: Math.min(firstDense, layers), every }
}

/** Layer by layer, where the config says it so. */
function routedLayers(
  config: ConfigReader,
  layers: number
): { readonly name: string; readonly routed: readonly boolean[] } | null {
  const each = (name: string, test: (value: unknown) => boolean): readonly boolean[] | null =>
    (config.list(name)?.length ?? 0) >= layers ? (config.list(name) ?? []).slice(0, layers).map(test) : null
  const byFrequency = each('moe_layer_freq', (value) => value === 1)
  if (byFrequency) return { name: 'moe_layer_freq', routed: byFrequency }
  const byWord = each('mlp_layer_types', (value) => value === 'sparse' || value === 'moe')
  if (byWord) return { name: 'mlp_layer_types', routed: byWord }
  const dense = config.list('mlp_only_layers')
  if (dense && dense.length > 0) {
    const every = config.whole(['decoder_sparse_step'], 1) ?? 1
    const set = new Set(dense)
    return {
      name: 'mlp_only_layers',
      routed: Array.from({ length: layers }, (_, layer) => !set.has(layer) && (layer + 1) % every === 0)
    }
  }
  const period = config.whole(['expert_layer_period'], 1)
  if (period !== undefined) {
    const offset = config.whole(['expert_layer_offset']) ?? 0
    return {
      name: 'expert_layer_period',
      routed: Array.from({ length: layers }, (_, layer) => layer % period === offset)
    }
  }
  const numbers = config.list('moe_layers') ?? config.text('moe_layers_enum')?.split(',').map(Number)
  if (!numbers || numbers.length === 0) return null
  const set = new Set(numbers)
  const name = config.has('moe_layers') ? 'moe_layers' : 'moe_layers_enum'
  return { name, routed: Array.from({ length: layers }, (_, layer) => set.has(layer)) }
}

function asRule(
  config: ConfigReader,
  { name, routed }: { readonly name: string; readonly routed: readonly boolean[] }
): Pick<Experts, 'firstDense' | 'every'> {
  const first = routed.indexOf(true)
  for (let every = 1; every <= 8; every++) {
    for (const firstDense of every === 1 ? [first < 0 ? routed.length : first] : [0, first]) {
      if (routed.every((is, layer) => is === (layer >= firstDense && (layer + 1) % every === 0)))
        return { firstDense, every }
    }
  }
  throw new ConfigFault(
    config.path(name),
    `${config.path(name)} spreads the experts over the layers in a way that is not known yet, so their weights cannot be counted.`
  )
}
