import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isModelFile, joinFiles, type LocalModel } from './local-model.ts'
import { entriesOf, type Notes, walk } from './walk.ts'

/**
 * The Hugging Face cache: `models--owner--name/snapshots/<commit>/...` link to `blobs`, `refs/main` names the commit in
 * use (huggingface_hub, "Understand caching"). Files are found through every snapshot; the same blob counts once.
 */
export async function hubCacheModels(folder: string, notes: Notes): Promise<LocalModel[]> {
  const repos = (await entriesOf(folder, true, notes)).filter(({ name }) => name.startsWith('models--'))
  const found = await Promise.all(repos.map(async ({ name }) => repoModels(join(folder, name), name, notes)))
  return found.flat()
}

async function repoModels(folder: string, name: string, notes: Notes): Promise<LocalModel[]> {
  const repo = name.slice('models--'.length).replace('--', '/')
  const snapshots = join(folder, 'snapshots')
  const wanted = (file: string): boolean =>
    isModelFile(file) || /\.safetensors$/.test(file) || file === 'config.json'
  const files = await walk(snapshots, wanted, notes)
  const ggufs = joinFiles(
    'Hugging Face',
    snapshots,
    files.filter(({ path }) => isModelFile(path))
  ).map((model) => ({ ...model, name: `${repo}/${model.name}` }))
  const current = (await readFile(join(folder, 'refs', 'main'), 'utf8').catch(() => '')).trim()
  const main = files.filter(({ path }) => current === '' || path.startsWith(join(snapshots, current)))
  const weights = main.filter(({ path }) => path.endsWith('.safetensors'))
  const config = main.find(({ path }) => path.endsWith('config.json'))
  const first = weights[0]
  if (!config || !first) return ggufs
  const info = await stat(config.path).catch(() => null)
  return info === null
    ? ggufs
    : [
        ...ggufs,
        {
          tool: 'Hugging Face',
          name: repo,
          format: 'safetensors',
          path: join(config.path, '..'),
          files: weights.length,
          bytes: weights.reduce((sum, { bytes }) => sum + bytes, 0),
          modified: Math.max(...weights.map(({ modified }) => modified)),
          missing: [],
          also: [],
          identity: first.identity
        }
      ]
}
