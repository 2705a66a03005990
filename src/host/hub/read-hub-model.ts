import { findModel } from '../../catalog/find-model.ts'
import { slugOf } from '../../catalog/slug.ts'
import type { Architecture } from '../../core/model/architecture.ts'
import { architectureOfConfig, type ConfigFacts } from '../../core/model/config/architecture-of-config.ts'
import { type ConfigObject, parseConfig } from '../../core/model/config/config-json.ts'
import { type WeightFormat, weightFormat } from '../../core/model/config/quantization.ts'
import type { ModelSpec, RunnableModel } from '../../core/model/model.ts'
import { countParameters } from '../../core/model/parameters.ts'
import {
  compareWithHeaders,
  compareWithTotal,
  type CountComparison
} from '../../core/model/safetensors/compare-counts.ts'
import type { WeightSums } from '../../core/model/safetensors/sum-weights.ts'
import { tensorTable } from '../../core/model/tensor-table.ts'
import { chooseGguf, ggufFiles, partsOf, quantOf, readGgufHeaders } from './gguf-in-repo.ts'
import { modelOfHeaders } from './gguf-model.ts'
import { createHubClient, type HubClient, type HubClientOptions, type HubInfo } from './hub-client.ts'
import { HubError } from './hub-error.ts'
import { type HubReference, parseReference } from './reference.ts'
import { sumRepository, weightFiles } from './weights-of.ts'

export interface HubProgress {
  /** What is being read, in words for the screen. */
  readonly step: string
  readonly done: number
  readonly of: number
}

/** A model as its repository describes it. */
export interface HubModel {
  readonly model: RunnableModel
  readonly commit: string
  /** The mix of the GGUF file that was read, `Q4_K_M`. */
  readonly quant?: string
  readonly weightFormat?: WeightFormat
  /** The shape held against the weights that the files list; null for GGUF files. */
  readonly comparison: CountComparison | null
  /** What was assumed or could not be checked, each a sentence. */
  readonly notes: readonly string[]
}

export interface ReadHubOptions extends HubClientOptions {
  readonly onProgress?: (progress: HubProgress) => void
}

/**
 * Reads a model from the hub: config.json, the index and headers of its safetensors files, or the header of a GGUF
 * file, all by requests for small parts. Never a whole file of weights.
 *
 * @throws HubError with a sentence for the screen; nothing else for what can go wrong outside.
 */
export async function readHubModel(text: string, options: ReadHubOptions): Promise<HubModel> {
  const reference = parseReference(text, options.settings.endpoint)
  const client = createHubClient(options)
  const tell = (step: string, done: number, of: number): void => options.onProgress?.({ step, done, of })
  tell(`Asking about ${reference.repo}`, 0, 1)
  const info = await infoOrNear(client, reference)
  const kept = info.fromCache ? ['The hub was not asked: this is what it said before.'] : []
  const wantsGguf = reference.file?.toLowerCase().endsWith('.gguf') === true || reference.quant !== undefined
  const hasConfig = info.files.includes('config.json')
  const model =
    wantsGguf || (!hasConfig && ggufFiles(info).length > 0)
      ? await fromGguf(client, info, reference, tell)
      : await fromConfig(client, info, tell)
  return { ...model, notes: [...kept, ...model.notes] }
}

async function infoOrNear(client: HubClient, { repo, revision }: HubReference): Promise<HubInfo> {
  try {
    return await client.info(repo, revision ?? 'HEAD')
  } catch (error) {
    if (!(error instanceof HubError) || error.kind !== 'missing' || error.message.includes('revision'))
      throw error
    const near = await client.near(repo.split('/').at(-1) ?? repo)
    const inCatalogue = findModel(repo)
    const ids =
      near.length > 0
        ? near
        : inCatalogue.ok
          ? [inCatalogue.value.id]
          : inCatalogue.error.near.map(({ id }) => id)
    throw ids.length === 0
      ? error
      : new HubError('missing', `${error.message} Near names: ${ids.join(', ')}.`, { cause: error })
  }
}

type Tell = (step: string, done: number, of: number) => void

async function fromConfig(client: HubClient, info: HubInfo, tell: Tell): Promise<HubModel> {
  if (!info.files.includes('config.json')) throw new HubError('unreadable', whatElse(info))
  tell('Reading config.json', 0, 1)
  const config = orThrow(info, parseConfig(await client.text(info, 'config.json')))
  const facts = orThrow(info, architectureOfConfig(config))
  const format = facts.weightFormat ?? (await modelOptFormat(client, info))
  const { architecture } = facts
  const { total } = countParameters(tensorTable(architecture), architecture)
  const { sums, notes } = await headerSums(client, info, architecture, format, tell)
  const comparison = sums ? compareWithHeaders(total, sums) : compareWithTotal(total, info.total)
  return {
    model: specOf(info, facts, config, sums, comparison, format),
    commit: info.commit,
    ...(format ? { weightFormat: format } : {}),
    comparison,
    notes: [...facts.notes, comparison.sentence, ...notes]
  }
}

/** A check that cannot be made is said and stops nothing; a cancelled one stops everything. */
async function headerSums(
  client: HubClient,
  info: HubInfo,
  architecture: Architecture,
  format: WeightFormat | undefined,
  tell: Tell
): Promise<{ readonly sums: WeightSums | null; readonly notes: readonly string[] }> {
  try {
    const files = await weightFiles(client, info)
    const sums = await sumRepository(client, info, files, architecture, format?.bits ?? null, (done) =>
      tell('Reading the headers of the weights', done, files.length)
    )
    return { sums, notes: [] }
  } catch (error) {
    if (!(error instanceof HubError) || error.kind === 'cancelled') throw error
    return { sums: null, notes: [`The weights could not be checked: ${error.message}`] }
  }
}

/** NVIDIA's older repositories keep the quantisation in a file of its own. */
async function modelOptFormat(client: HubClient, info: HubInfo): Promise<WeightFormat | undefined> {
  const file = 'hf_quant_config.json'
  if (!info.files.includes(file)) return undefined
  const parsed = parseConfig(await client.text(info, file))
  return parsed.ok ? weightFormat({ quantization_config: parsed.value['quantization'] }) : undefined
}

async function fromGguf(
  client: HubClient,
  info: HubInfo,
  reference: HubReference,
  tell: Tell
): Promise<HubModel> {
  const first = chooseGguf(info, reference)
  const files = partsOf(info, first)
  tell(`Reading the header of ${first}`, 0, files.length)
  const headers = await readGgufHeaders(client, info, files, (done) =>
    tell(`Reading the header of ${first}`, done, files.length)
  )
  const read = modelOfHeaders(headers, first)
  if (!read.ok) throw new HubError('unreadable', `${first} of ${info.repo}: ${read.why}.`)
  const { architecture, contextLength, facts } = read
  const quant = quantOf(first)
  return {
    model: {
      ...baseSpec(info),
      architecture,
      contextLength,
      // The file's own tensors are counted.
      parameters: { total: null, active: null },
      nativeType: null,
      modality: info.files.some((file) => /mmproj/i.test(file)) ? 'text+image' : 'text',
      ggufRepo: info.repo,
      ...facts
    },
    commit: info.commit,
    ...(quant === null ? {} : { quant }),
    comparison: null,
    notes: [`Read from the header of ${first}${files.length > 1 ? ` and ${files.length - 1} more` : ''}.`]
  }
}

const baseSpec = (
  info: HubInfo
): Omit<ModelSpec, 'architecture' | 'contextLength' | 'parameters' | 'nativeType' | 'modality'> => {
  const [publisher = '', name = ''] = info.repo.split('/')
  return {
    id: info.repo,
    slug: slugOf(info.repo),
    name,
    family: name,
    publisher,
    country: 'unknown',
    release: info.created?.slice(0, 7) ?? 'unknown',
    license: info.license ?? 'unknown',
    availability: 'open-weights',
    source: `https://huggingface.co/${info.repo}/tree/${info.commit}`
  }
}

function specOf(
  info: HubInfo,
  facts: ConfigFacts,
  config: ConfigObject,
  sums: WeightSums | null,
  comparison: CountComparison,
  format: WeightFormat | undefined
): RunnableModel {
  const { vision = 0, audio = 0, mtp = 0 } = sums?.elements ?? {}
  const architecture: Architecture =
    mtp > 0
      ? { ...facts.architecture, mtp: { layers: Math.max(1, facts.predictedLayers), params: mtp } }
      : facts.architecture
  const total = (comparison.stored ?? comparison.computed) + (sums ? vision + audio + mtp : 0)
  return {
    ...baseSpec(info),
    family: typeof config['model_type'] === 'string' ? config['model_type'] : facts.className,
    modality: facts.modality,
    contextLength: facts.contextLength,
    architecture,
    parameters: { total, active: null },
    ...(vision + audio > 0
      ? { towers: { ...(vision > 0 ? { vision } : {}), ...(audio > 0 ? { audio } : {}) } }
      : {}),
    nativeType: format?.method ?? facts.nativeType,
    ...(format ? { weightFormat: format } : {})
  }
}

function orThrow<T>(
  info: HubInfo,
  result: { ok: true; value: T } | { ok: false; error: { message: string } }
): T {
  if (result.ok) return result.value
  throw new HubError('unreadable', `config.json of ${info.repo}: ${result.error.message}`)
}

/** A repository without a config or a GGUF file, by what is in it. */
function whatElse({ repo, files, baseModel }: HubInfo): string {
  if (files.includes('adapter_config.json'))
    return `${repo} is an adapter${baseModel === null ? '' : ` for ${baseModel}`}, not a model: name the model it belongs to.`
  if (files.includes('model_index.json')) return `${repo} makes images or sound (diffusers), not text.`
  if (files.length === 0) return `${repo} is empty.`
  return `${repo} has neither a config.json nor a GGUF file, so its shape cannot be read.`
}
