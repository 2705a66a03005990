import { describeFault } from '../../core/model/gguf/fault.ts'
import { type GgufHeader, type ReadBytes, readHeader } from '../../core/model/gguf/header.ts'
import type { HubClient, HubInfo } from './hub-client.ts'
import { HubError } from './hub-error.ts'
import type { HubReference } from './reference.ts'

/** Files for images and sound, and importance matrices, are no language models. */
const notModels = /(?:^|[/._-])(?:mmproj|imatrix|mtp-draft)[^/]*\.gguf$/i
const split = /-(\d{5})-of-(\d{5})\.gguf$/i
const usual = ['Q4_K_M', 'Q4_K_S', 'MXFP4', 'Q5_K_M', 'Q8_0', 'IQ4_XS', 'Q4_0', 'BF16', 'F16']

export const ggufFiles = (info: HubInfo): readonly string[] =>
  info.files.filter((file) => /\.gguf$/i.test(file) && !notModels.test(file))

/** The mix a file's name or folder states: `Qwen3-8B-UD-Q4_K_XL.gguf`, `Q4_K_M/model-00001-of-00002.gguf`. */
export function quantOf(file: string): string | null {
  const [, quant] =
    /(?:^|[-._/])((?:UD-)?(?:I?Q\d(?:_[A-Z0-9]+)*|T?Q\d_\d|BF16|F16|F32|MXFP4(?:_MOE)?|NVFP4))(?=[-._/])/i.exec(
      file.replace(split, '.gguf')
    ) ?? []
  return quant?.toUpperCase() ?? null
}

/** The file that is meant: the one named, the mix named, or the usual one; the first of a split model. */
export function chooseGguf(info: HubInfo, { file, quant, repo }: HubReference): string {
  const files = ggufFiles(info).filter((name) => (split.exec(name)?.[1] ?? '00001') === '00001')
  if (file !== undefined) {
    const wanted = file.replace(split, (_, __, of: string) => `-00001-of-${of}.gguf`)
    if (files.includes(wanted)) return wanted
    throw new HubError('missing', `${repo} has no file ${file}. It has ${listed(files)}.`)
  }
  const mixes = new Map<string, string>()
  for (const name of files) {
    const mix = quantOf(name)
    if (mix !== null && !mixes.has(mix)) mixes.set(mix, name)
  }
  if (quant !== undefined) {
    const typed = quant.toUpperCase()
    const found = mixes.get(typed) ?? mixes.get(`UD-${typed}`)
    if (found !== undefined) return found
    throw new HubError('missing', `${repo} has no ${quant}. It has ${listed([...mixes.keys()])}.`)
  }
  const first =
    usual.map((mix) => mixes.get(mix) ?? mixes.get(`UD-${mix}`)).find((name) => name !== undefined) ??
    files[0]
  if (first !== undefined) return first
  throw new HubError('unreadable', `${repo} has no GGUF file of a language model.`)
}

const listed = (names: readonly string[]): string =>
  names.length === 0
    ? 'none'
    : names.slice(0, 8).join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '')

/** All files of a split model, in order. */
export function partsOf(info: HubInfo, first: string): readonly string[] {
  const [, , of] = split.exec(first) ?? []
  if (of === undefined) return [first]
  const names = Array.from({ length: Number(of) }, (_, at) =>
    first.replace(split, `-${String(at + 1).padStart(5, '0')}-of-${of}.gguf`)
  )
  const gone = names.find((name) => !info.files.includes(name))
  if (gone !== undefined) throw new HubError('missing', `${info.repo} lacks a part of this model: ${gone}.`)
  return names
}

/** The headers of a model's files, by ranged requests; each byte is asked for once. */
export async function readGgufHeaders(
  client: HubClient,
  info: HubInfo,
  files: readonly string[],
  onFile: (done: number) => void
): Promise<readonly GgufHeader[]> {
  const headers: GgufHeader[] = []
  for (const [at, file] of files.entries()) {
    const header = await readHeader(growing((offset, length) => client.range(info, file, offset, length)))
    if (!header.ok)
      throw new HubError('wrong-content', `${file} of ${info.repo}: ${describeFault(header.error)}`)
    headers.push(header.value)
    onFile(at + 1)
  }
  return headers
}

/** The header reader asks for a longer beginning each time: only what is new is fetched. */
function growing(
  range: (offset: number, length: number) => Promise<{ readonly body: Uint8Array }>
): ReadBytes {
  let have = new Uint8Array()
  let whole = false
  return async (offset, length) => {
    const end = offset + length
    if (end > have.length && !whole) {
      const { body } = await range(have.length, end - have.length)
      whole = body.length < end - have.length
      have = new Uint8Array(Buffer.concat([have, body]))
    }
    return have.subarray(offset, end)
  }
}
