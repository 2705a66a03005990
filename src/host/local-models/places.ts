import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

export type LocalTool = 'LM Studio' | 'Ollama' | 'Hugging Face' | 'llama.cpp' | 'Jan' | 'GPT4All' | 'folder'

/** A folder where a tool keeps models, and how it lays them out. */
export interface Place {
  readonly tool: LocalTool
  readonly folder: string
  readonly layout: 'files' | 'ollama' | 'hub'
}

export interface PlacesFor {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** Folders the user added. */
  readonly folders: readonly string[]
}

const here = (): PlacesFor => ({ platform: process.platform, env: process.env, home: homedir(), folders: [] })

/**
 * Where models may be, by the defaults and environment variables of each tool: Ollama docs/faq, huggingface_hub
 * "Environment variables", llama.cpp common/common.cpp (`fs_get_cache_directory`), LM Studio "Import models", Jan
 * "Data folder", GPT4All "Models". Folders that do not exist are no fault. PLIMSOLL_MODELS adds more.
 */
export function placesOf(given: Partial<PlacesFor> = {}): readonly Place[] {
  const { platform, env, home, folders } = { ...here(), ...given }
  const named = (name: string): string[] => {
    const value = env[name]?.trim() ?? ''
    return value === '' ? [] : [value.replace(/^~(?=[\\/]|$)/, home)]
  }
  const [cache = join(home, '.cache')] = named('XDG_CACHE_HOME')
  const [data = join(home, '.local', 'share')] = named('XDG_DATA_HOME')
  const [config = join(home, '.config')] = named('XDG_CONFIG_HOME')
  const [roaming = join(home, 'AppData', 'Roaming')] = named('APPDATA')
  const [local = join(home, 'AppData', 'Local')] = named('LOCALAPPDATA')
  const library = join(home, 'Library')
  const pick = (linux: string, mac: string, windows: string): string =>
    platform === 'win32' ? windows : platform === 'darwin' ? mac : linux
  const files = (tool: LocalTool, ...paths: string[]): Place[] =>
    paths.map((folder) => ({ tool, folder, layout: 'files' }))

  const hubHome = named('HF_HOME')[0] ?? join(cache, 'huggingface')
  const hub = named('HF_HUB_CACHE')[0] ?? named('HUGGINGFACE_HUB_CACHE')[0] ?? join(hubHome, 'hub')
  const ollama = named('OLLAMA_MODELS')
  const ollamaUsual = [
    join(home, '.ollama', 'models'),
    // The Linux service runs as a user of its own.
    ...(platform === 'linux'
      ? ['/usr/share/ollama/.ollama/models', '/var/lib/ollama/models', '/var/lib/ollama/.ollama/models']
      : [])
  ]
  const jan =
    named('JAN_DATA_FOLDER')[0] ??
    join(pick(config, join(library, 'Application Support'), roaming), 'Jan', 'data')
  const llamaUsual = join(pick(cache, join(library, 'Caches'), local), 'llama.cpp')
  const added = [...folders, ...named('PLIMSOLL_MODELS').flatMap((list) => list.split(delimiter))]
  return [
    ...files('LM Studio', join(home, '.lmstudio', 'models'), join(home, '.cache', 'lm-studio', 'models')),
    ...(ollama.length > 0 ? ollama : ollamaUsual).map((folder): Place => ({
      tool: 'Ollama',
      folder,
      layout: 'ollama'
    })),
    { tool: 'Hugging Face', folder: hub, layout: 'hub' },
    ...files('llama.cpp', named('LLAMA_CACHE')[0] ?? llamaUsual),
    ...files('Jan', join(jan, 'llamacpp', 'models'), join(jan, 'models'), join(home, 'jan', 'models')),
    ...files('GPT4All', join(pick(data, join(library, 'Application Support'), local), 'nomic.ai', 'GPT4All')),
    ...files('folder', ...added.filter((folder) => folder.trim() !== ''))
  ]
}
