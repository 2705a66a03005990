import { constants } from 'node:fs'
import { copyFile, link, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { StoredSettings } from '../contract/api.ts'
import type { Settings } from '../contract/settings.ts'
import { defaultSettings, settingsSchema } from '../contract/settings.ts'
import { settingsFile } from './kept-files.ts'

/** The folder cannot be written to. The message is a sentence for the screen. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly folder: string

  constructor(folder: string, cause: unknown) {
    super(
      `The settings could not be saved in ${folder} (${reasonOf(cause)}). ` +
        'Make the folder writable, or name another one in PLIMSOLL_DATA.',
      { cause }
    )
    this.folder = folder
  }
}

const fileIn = (folder: string): string => join(folder, settingsFile)

/**
 * The settings of a folder. A file that cannot be used is set aside under a name of its own and never written over;
 * `note` says so. Never rejects.
 */
export async function readSettings(folder: string): Promise<StoredSettings> {
  const path = fileIn(folder)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { settings: defaultSettings, note: null }
    return replaced(folder, `could not be read (${reasonOf(error)})`)
  }
  try {
    const data: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    const parsed = settingsSchema.safeParse(data)
    if (parsed.success) return { settings: parsed.data, note: null }
    return await replaced(
      folder,
      versionOf(data) > 1 ? 'come from a newer version of Plimsoll' : 'have a form that is not known'
    )
  } catch {
    return replaced(folder, 'are damaged')
  }
}

async function replaced(folder: string, what: string): Promise<StoredSettings> {
  const path = fileIn(folder)
  const aside = await setAside(folder, path)
  return {
    settings: defaultSettings,
    note:
      aside === null
        ? `The settings ${what}; defaults are used, and nothing is saved until ${path} is moved away.`
        : `The settings ${what}; they were kept as ${aside}, and defaults are used.`
  }
}

/**
 * Saves settings, whole or not at all.
 *
 * @throws SettingsError when the folder or the file cannot be written.
 */
export async function writeSettings(folder: string, settings: Settings): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    // A file this version cannot use is someone's work: it is moved away first, also when nobody read it before.
    const { note } = await readSettings(folder)
    if (note !== null && (await exists(fileIn(folder))))
      throw new Error('a file that cannot be used is in the way')
    await writeFileAtomic(fileIn(folder), `${JSON.stringify(settings, null, 2)}\n`)
  } catch (error) {
    throw new SettingsError(folder, error)
  }
}

/** The new name, or null when the file could not be moved. */
async function setAside(folder: string, path: string): Promise<string | null> {
  const date = new Date().toISOString().slice(0, 10)
  for (let attempt = 1; attempt <= 1000; attempt++) {
    const aside = join(folder, `settings.corrupt-${date}${attempt === 1 ? '' : `-${attempt}`}.json`)
    try {
      await secondName(path, aside)
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue
      return null
    }
    return rm(path).then(
      () => aside,
      () => null
    )
  }
  return null
}

/**
 * The same bytes under a name that nothing has yet; a plain rename would write over what has it. A link needs no right
 * to read the file, but not every file system has links.
 */
async function secondName(path: string, aside: string): Promise<void> {
  try {
    await link(path, aside)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error
    await copyFile(path, aside, constants.COPYFILE_EXCL)
  }
}

const exists = (path: string): Promise<boolean> =>
  readFile(path).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT'
  )

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'it is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a file has the name of the folder',
  EISDIR: 'a folder has the name of the file'
}

function reasonOf(error: unknown): string {
  const known = reasons[codeOf(error)]
  return known ?? (error instanceof Error ? error.message : String(error))
}

function versionOf(data: unknown): number {
  const version = typeof data === 'object' && data !== null && 'version' in data ? data.version : 0
  return typeof version === 'number' ? version : 0
}
