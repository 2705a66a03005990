import type { Architecture } from '../../core/model/architecture.ts'
import {
  headerLength,
  parseHeader,
  parseIndex,
  type StoredTensor
} from '../../core/model/safetensors/header.ts'
import { sumWeights, type WeightSums } from '../../core/model/safetensors/sum-weights.ts'
import { atOnce } from '../at-once.ts'
import type { HubClient, HubInfo } from './hub-client.ts'
import { HubError } from './hub-error.ts'

/** Read at once with the length: most shards' headers are smaller, so one request is enough. */
const firstBytes = 2 ** 16
/** More shards than this are not read one by one; the hub's own count has to do. */
const mostShards = 256
const mostAtOnce = 4

const indexName = 'model.safetensors.index.json'

/** The weight files of a repository, by its index or its only file; none when it has no safetensors. */
export async function weightFiles(client: HubClient, info: HubInfo): Promise<readonly string[]> {
  const index =
    info.files.find((file) => file === indexName) ??
    info.files.find((file) => /^[^/]*\.safetensors\.index\.json$/.test(file))
  if (index !== undefined) {
    const parsed = parseIndex(await client.text(info, index))
    if (parsed.ok) return parsed.value.files
    throw new HubError('wrong-content', `${index} of ${info.repo}: ${parsed.error}`)
  }
  const only = info.files.filter(
    (file) => /^[^/]*\.safetensors$/.test(file) && !/adapter|consolidated/.test(file)
  )
  return only.includes('model.safetensors') ? ['model.safetensors'] : only
}

/** The weights of all files by what they are for, from the files' headers alone; null when there are too many files. */
export async function sumRepository(
  client: HubClient,
  info: HubInfo,
  files: readonly string[],
  architecture: Architecture,
  bits: number | null,
  onFile: (done: number) => void
): Promise<WeightSums | null> {
  if (files.length === 0 || files.length > mostShards) return null
  let done = 0
  const headers = await atOnce(files, mostAtOnce, async (file) => {
    const header = await readFileHeader(client, info, file)
    onFile(++done)
    return header
  })
  const { layers, tiedEmbeddings } = architecture
  return sumWeights(headers.flat(), { layers, tiedEmbeddings, bits })
}

async function readFileHeader(
  client: HubClient,
  info: HubInfo,
  file: string
): Promise<readonly StoredTensor[]> {
  const wrong = (what: string): HubError => new HubError('wrong-content', `${file} of ${info.repo}: ${what}`)
  const first = (await client.range(info, file, 0, firstBytes)).body
  const length = headerLength(first)
  if (!length.ok) throw wrong(length.error)
  const end = 8 + length.value
  const rest =
    end > first.length ? (await client.range(info, file, first.length, end - first.length)).body : null
  const header = rest ? Buffer.concat([first.subarray(8), rest]) : Buffer.from(first.subarray(8, end))
  if (header.length < length.value) throw wrong('The file ends inside its header.')
  const tensors = parseHeader(header.toString('utf8'))
  if (!tensors.ok) throw wrong(tensors.error)
  return tensors.value
}
