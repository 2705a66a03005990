import { mkdir, readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { SavedMachine } from '../../contract/api.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { machineName, sameName } from '../../core/machine/machine-name.ts'
import { readMachine } from '../../core/machine/read-machine.ts'

/** Machines are kept one to a file, in the form of `detect --json`, so that a file is an export by itself. */
const folderOf = (dataFolder: string): string => join(dataFolder, 'machines')

/** The machines that were saved, by name. Files that are no machine are passed over: they are someone's, and stay. */
export async function listMachines(dataFolder: string): Promise<readonly SavedMachine[]> {
  const files = await filesOf(dataFolder)
  return files
    .map(({ machine }) => ({ name: machine.name, machine }))
    .sort((one, two) => one.name.localeCompare(two.name, 'en'))
}

/**
 * Keeps a machine under its name, in place of one that has it.
 *
 * @throws Error with a sentence when the name says nothing or the folder cannot be written
 */
export async function saveMachine(dataFolder: string, machine: Machine): Promise<void> {
  const name = machineName(machine.name)
  if (!name.ok) throw new Error(name.error)
  const files = await filesOf(dataFolder)
  const own = files.find((one) => sameName(one.machine.name, name.value))
  const file = own?.file ?? freeFile(name.value, new Set(await namesIn(dataFolder)))
  try {
    await mkdir(folderOf(dataFolder), { recursive: true })
    const text = `${JSON.stringify({ ...machine, name: name.value }, null, 2)}\n`
    await writeFileAtomic(join(folderOf(dataFolder), file), text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(
      `The machine could not be saved in ${folderOf(dataFolder)} (${reason}). ` +
        'Make the folder writable, or name another one in PLIMSOLL_DATA.',
      { cause: error }
    )
  }
}

/**
 * Forgets a machine.
 *
 * @throws Error with a sentence when there is none of this name
 */
export async function removeMachine(dataFolder: string, name: string): Promise<void> {
  const own = (await filesOf(dataFolder)).find((one) => sameName(one.machine.name, name))
  if (!own) throw new Error(`No machine is saved under “${name}”.`)
  await rm(join(folderOf(dataFolder), own.file))
}

const namesIn = (dataFolder: string): Promise<string[]> =>
  readdir(folderOf(dataFolder)).then(
    (names) => names.filter((name) => name.endsWith('.json')),
    () => []
  )

async function filesOf(
  dataFolder: string
): Promise<readonly { readonly file: string; readonly machine: Machine }[]> {
  const found = await Promise.all(
    (await namesIn(dataFolder)).map(async (file) => {
      try {
        const text = await readFile(join(folderOf(dataFolder), file), 'utf8')
        const machine = readMachine(JSON.parse(text.replace(/^\uFEFF/, '')))
        return machine.ok ? [{ file, machine: machine.value }] : []
      } catch {
        return []
      }
    })
  )
  return found.flat()
}

/** A file name that every system takes; the name itself, with all its letters, is inside. */
function freeFile(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  // `con`, `nul` and `com1` are devices on Windows, with any ending.
  const base = plain === '' || /^(?:con|prn|aux|nul|(?:com|lpt)\d)$/.test(plain) ? `machine-${plain}` : plain
  for (let count = 1; ; count++) {
    const file = `${base}${count === 1 ? '' : `-${count}`}.json`
    if (!taken.has(file)) return file
  }
}
