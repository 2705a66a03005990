import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { defaultSettings } from '../../src/contract/settings.ts'
import { dataFolder } from '../../src/host/data-folder.ts'
import { readSettings, SettingsError, writeSettings } from '../../src/host/settings.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-settings-'))
  const made = folder
  onTestFinished(() => rm(made, { recursive: true, force: true }))
})
const file = (): string => join(folder, 'settings.json')

test('without a file there are the defaults, and nothing to say', async () => {
  expect(await readSettings(folder)).toEqual({ settings: defaultSettings, note: null })
  expect(await readdir(folder)).toEqual([])
})

test('what was written is read back, and no half-written file is left beside it', async () => {
  const settings = { ...defaultSettings, theme: 'dark', contextTokens: 32_768 } as const
  await writeSettings(join(folder, 'new', 'folders'), settings)
  expect(await readSettings(join(folder, 'new', 'folders'))).toEqual({ settings, note: null })
  expect(await readdir(join(folder, 'new', 'folders'))).toEqual(['settings.json'])
})

describe('a file that cannot be used', () => {
  const cases = [
    ['damaged', '{"version": 1, "theme": "da', 'are damaged'],
    ['empty', '', 'are damaged'],
    ['of a newer version', '{"version": 2, "everything": "else"}', 'come from a newer version'],
    ['of another form', '{"version": 1, "theme": "blue"}', 'have a form that is not known']
  ] as const

  test.each(cases)('because it is %s is kept under another name', async (_what, text, sentence) => {
    await writeFile(file(), text)
    const { settings, note } = await readSettings(folder)
    expect(settings).toEqual(defaultSettings)
    expect(note).toContain(sentence)
    const [aside, ...others] = await readdir(folder)
    expect(others).toEqual([])
    expect(aside).toMatch(/^settings\.corrupt-\d{4}-\d\d-\d\d\.json$/)
    expect(note).toContain(aside)
    expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe(text)
    expect((await readSettings(folder)).note).toBeNull()
  })

  test('never takes the place of one that was kept before', async () => {
    for (const text of ['first', 'second', 'third']) {
      await writeFile(file(), text)
      await readSettings(folder)
    }
    const names = await readdir(folder)
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
    expect(texts.toSorted()).toEqual(['first', 'second', 'third'])
  })

  test('is kept as well when settings are written before they were read', async () => {
    await writeFile(file(), 'someone else’s work')
    await writeSettings(folder, defaultSettings)
    const names = await readdir(folder)
    expect(names).toHaveLength(2)
    expect((await readSettings(folder)).note).toBeNull()
  })

  test('and cannot be moved is not written over', async () => {
    await mkdir(file())
    const { note } = await readSettings(folder)
    expect(note).toContain('could not be read')
    await expect(writeSettings(folder, defaultSettings)).rejects.toThrow(SettingsError)
  })
})

test('a folder that cannot be is an error with the folder and what to do', async () => {
  await writeFile(join(folder, 'file'), '')
  const written = writeSettings(join(folder, 'file', 'below'), defaultSettings)
  await expect(written).rejects.toThrow(SettingsError)
  await expect(written).rejects.toThrow(/could not be saved in .*below \(.+\)\. .*PLIMSOLL_DATA/)
})

test('PLIMSOLL_DATA names the folder, and an empty one does not', () => {
  expect(dataFolder({ PLIMSOLL_DATA: '/somewhere' })).toBe('/somewhere')
  expect(dataFolder({ PLIMSOLL_DATA: '' })).toMatch(/plimsoll/)
})
