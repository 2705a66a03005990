import { basename, dirname, join } from 'node:path'
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
  readonly bytes: number
  /** Parts of a split model that are not there; 0 for a whole one. */
  readonly missingParts: number
  /** The file for images and sound that belongs to it. */
  readonly projector?: string
  /** Other places that name the same file. */
  readonly also: readonly string[]
  /** Device and inode of the first file, to tell copies from names. */
  readonly identity: string
}

const split = /-(\d{5})-of-(\d{5})\.gguf$/i
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
      const key = join(folder, name.replace(split, '-of-$2.gguf'))
      whole.set(key, [...(whole.get(key) ?? []), file])
    }
  }
  return [...whole.values()].flatMap((parts) => {
    const [first] = parts
    if (!first) return []
    const of = Number(split.exec(first.path)?.[2] ?? 1)
    const beside = projectors.get(dirname(first.path))
    return [
      {
        tool,
        name: nameOf(root, first.path),
        format: 'gguf' as const,
        path: first.path,
        files: parts.length,
        bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
        missingParts: Math.max(0, of - parts.length),
        ...(beside === undefined ? {} : { projector: beside }),
        also: [],
        identity: first.identity
      }
    ]
  })
}

/** `publisher/repo/file` below the root is a repository's file, as LM Studio lays them out. */
function nameOf(root: string, path: string): string {
  const below = path
    .slice(root.length)
    .split(/[\\/]/)
    .filter((part) => part !== '')
  return (below.at(-1) ?? basename(path)).replace(split, '.gguf').replace(/\.gguf$/i, '')
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
