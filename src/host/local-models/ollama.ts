import { readFile, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { LocalModel } from './local-model.ts'
import { type Notes, walk } from './walk.ts'

/** A manifest is under 2 kB. */
const mostBytes = 1_000_000

/**
 * Ollama's models: `manifests/<host>/<owner>/<name>/<tag>` lists layers by digest, whose bytes are in `blobs`; the
 * layer `application/vnd.ollama.image.model` is a GGUF file (ollama, server/manifest.go).
 */
export async function ollamaModels(folder: string, notes: Notes): Promise<LocalModel[]> {
  const root = join(folder, 'manifests')
  const manifests = await walk(root, () => true, notes)
  const models = await Promise.all(
    manifests.map(async ({ path, bytes }) => {
      const name = shortName(path.slice(root.length + 1).split(sep))
      if (name === null || bytes > mostBytes) return null
      const layers = await layersOf(path)
      const model = layers?.find(({ type }) => type === 'application/vnd.ollama.image.model')
      if (!layers) notes.add(`${path} is no manifest that can be read.`)
      // A model of the cloud has no layer with weights.
      if (!model) return null
      const blob = blobOf(folder, model.digest)
      const info = await stat(blob).catch(() => null)
      if (!info) {
        notes.add(
          `Ollama's ${name} has no weights: ${blob} is missing. \`ollama pull ${name}\` brings them back.`
        )
        return null
      }
      const projector = layers?.find(({ type }) => type === 'application/vnd.ollama.image.projector')
      const found: LocalModel = {
        tool: 'Ollama',
        name,
        format: 'gguf',
        path: blob,
        files: 1,
        bytes: info.size,
        modified: info.mtimeMs,
        missing: [],
        ...(projector ? { projector: blobOf(folder, projector.digest) } : {}),
        also: [],
        identity: info.ino === 0 ? blob : `${info.dev}:${info.ino}`
      }
      return found
    })
  )
  return models.filter((model) => model !== null)
}

/** `registry.ollama.ai/library/qwen3/8b` is `qwen3:8b`; other owners and hosts are part of the name. */
function shortName(parts: readonly string[]): string | null {
  const [host, owner, ...rest] = parts
  const tag = rest.at(-1)
  if (host === undefined || owner === undefined || tag === undefined || rest.length < 2) return null
  const name = rest.slice(0, -1).join('/')
  const official = host === 'registry.ollama.ai'
  return `${official ? '' : `${host}/`}${official && owner === 'library' ? '' : `${owner}/`}${name}:${tag}`
}

const blobOf = (folder: string, digest: string): string => join(folder, 'blobs', digest.replace(':', '-'))

async function layersOf(path: string): Promise<{ type: string; digest: string }[] | null> {
  try {
    const data = JSON.parse(await readFile(path, 'utf8')) as { layers?: unknown } | null
    if (!Array.isArray(data?.layers)) return null
    return data.layers.flatMap((layer: unknown) => {
      const { mediaType, digest } = (layer ?? {}) as Record<string, unknown>
      const fine =
        typeof mediaType === 'string' && typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest)
      return fine ? [{ type: mediaType, digest }] : []
    })
  } catch {
    return null
  }
}
