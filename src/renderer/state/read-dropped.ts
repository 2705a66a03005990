import { specOfFile } from '../../catalog/file-spec.ts'
import type { BroughtModel } from '../../contract/brought.ts'
import { describeFault } from '../../core/model/gguf/fault.ts'
import { readHeader } from '../../core/model/gguf/header.ts'
import { joinParts, missingParts, mostParts, type Part } from '../../core/model/gguf/join-parts.ts'
import { splitFile } from '../../core/model/gguf/split-file.ts'
import { err, ok, type Result } from '../../core/result.ts'

/** Files that are one model: a file by itself, or all parts of a split one in their order. */
export interface FileGroup {
  /** Of the first part. */
  readonly name: string
  readonly files: readonly File[]
  /** Names of parts that were not among the files. */
  readonly missing: readonly string[]
}

/** Dropped files as models. Parts belong together by their names; the order in which they came does not count. */
export function groupParts(files: readonly File[]): readonly FileGroup[] {
  const groups = new Map<string, Map<number, File>>()
  const alone: FileGroup[] = []
  for (const file of files) {
    const split = splitFile(file.name)
    if (!split || split.count > mostParts) alone.push({ name: file.name, files: [file], missing: [] })
    else {
      const key = split.part(1)
      groups.set(key, (groups.get(key) ?? new Map<number, File>()).set(split.index, file))
    }
  }
  const together = [...groups].map(([name, parts]): FileGroup => {
    const split = splitFile(name)
    const indexes = Array.from({ length: split?.count ?? 0 }, (_, at) => at + 1)
    return {
      name,
      files: indexes.flatMap((index) => parts.get(index) ?? []),
      missing: indexes.filter((index) => !parts.has(index)).map((index) => split?.part(index) ?? '')
    }
  })
  return [...alone, ...together]
}

/**
 * The model in dropped files, read in this page: at most 64 MiB of each, the weights never. The error is a sentence that
 * names the file.
 */
export async function readGroup({ name, files, missing }: FileGroup): Promise<Result<BroughtModel, string>> {
  if (missing.length > 0)
    return err(
      `${missingParts(missing, files.length + missing.length).replace(/ Download .*$/u, '')} Drop all parts together.`
    )
  const parts: Part[] = []
  for (const file of files) {
    const part = await readPart(file)
    if (!part.ok) return part
    parts.push(part.value)
  }
  const joined = joinParts(name, parts)
  if (!joined.ok) return joined
  const model = specOfFile({ ...joined.value, path: name })
  return model.ok
    ? ok({ model: model.value, notes: model.value.file?.notes ?? [] })
    : err(`“${name}”: ${model.error}`)
}

async function readPart(file: File): Promise<Result<Part, string>> {
  if (file.size === 0) return err(`“${file.name}” is empty, or a folder. Drop the .gguf file itself.`)
  try {
    const header = await readHeader(async (offset, length) => {
      const slice = file.slice(offset, offset + length)
      return new Uint8Array(await slice.arrayBuffer())
    })
    return header.ok
      ? ok({ header: header.value, size: file.size })
      : err(`“${file.name}”: ${describeFault(header.error)}`)
  } catch {
    return err(`“${file.name}” could not be read. It may have been moved since it was dropped.`)
  }
}
