import { basename, dirname, join } from 'node:path'
import { mostParts } from '../../core/model/gguf/join-parts.ts'
import { splitFile } from '../../core/model/gguf/split-file.ts'
import type { LocalTool } from './places.ts'
import type { FoundFile } from './walk.ts'

/** A model whose files are on this machine. */
export interface LocalModel {
  readonly tool: LocalTool
  /** As its tool names it: `qwen3:8b`, `unsloth/Qwen3-8B-GGUF`, or the name of the file. */
  readonly name: string
  readonly format: 'gguf' | 'safetensors'
  /** The first file, or the folder of a safetensors model. */
  readonly path: string
  readonly files: number
  /** Of all its files together. */
  readonly bytes: number
  /** When the last of them changed, in milliseconds: with the size it tells whether what was read still holds. */
  readonly modified: number
  /** Names of the parts of a split model that are not there, none for a whole one. */
  readonly missing: readonly string[]
  /** The file for images and sound that belongs to it. */
  readonly projector?: string
  /** Other places that name the same file. */
  readonly also: readonly string[]
  /** Device and inode of the first file, to tell copies from names. */
  readonly identity: string
}

const projector = /(?:^|[._-])mmproj/i

export const isModelFile = (name: string): boolean => /\.gguf$/i.test(name)

/** Models of the GGUF files of one place: parts of a split model joined, projectors beside the models they serve. */
export function joinFiles(tool: LocalTool, root: string, files: readonly FoundFile[]): LocalModel[] {
  const whole = new Map<string, FoundFile[]>()
  const projectors = new Map<string, string>()
  for (const file of files) {
    const folder = dirname(file.path)
    const name = basename(file.path)
    if (projector.test(name)) projectors.set(folder, file.path)
    else if (!/imatrix/i.test(name)) {
      const split = splitFile(name)
      const key = join(folder, split ? `${split.stem}-of-${split.count}.gguf` : name)
      whole.set(key, [...(whole.get(key) ?? []), file])
    }
  }
  return [...whole.values()].flatMap((parts) => {
    const [first] = parts
    if (!first) return []
    const beside = projectors.get(dirname(first.path))
    return [
      {
        tool,
        name: nameOf(root, first.path),
        format: 'gguf' as const,
        path: first.path,
        files: parts.length,
        bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
        modified: Math.max(...parts.map(({ modified }) => modified)),
        missing: missingOf(parts.map(({ path }) => basename(path))),
        ...(beside === undefined ? {} : { projector: beside }),
        also: [],
        identity: first.identity
      }
    ]
  })
}

/** The parts that the names of the others speak of. */
function missingOf([first = '', ...others]: readonly string[]): readonly string[] {
  const split = splitFile(first)
  if (!split) return []
  const here = new Set([first, ...others].map((name) => splitFile(name)?.index))
  const indexes = Array.from({ length: Math.min(split.count, mostParts) }, (_, at) => at + 1)
  return indexes.filter((index) => !here.has(index)).map(split.part)
}

/** `publisher/repo/file` below the root is a repository's file, as LM Studio lays them out. */
function nameOf(root: string, path: string): string {
  const below = path
    .slice(root.length)
    .split(/[\\/]/)
    .filter((part) => part !== '')
  const name = below.at(-1) ?? basename(path)
  return splitFile(name)?.stem ?? name.replace(/\.gguf$/i, '')
}

/** One entry per file: the same file under several names, or linked from several tools, is listed once. */
export function withoutDuplicates(models: readonly LocalModel[]): LocalModel[] {
  const first = new Map<string, LocalModel>()
  for (const model of models) {
    const before = first.get(model.identity)
    if (!before) first.set(model.identity, model)
    else if (before.path !== model.path || before.name !== model.name) {
      first.set(model.identity, { ...before, also: [...before.also, `${model.tool}: ${model.name}`] })
    }
  }
  return [...first.values()]
}
